-- +goose Up
CREATE TABLE organisations (
	id          TEXT PRIMARY KEY,
	version     BIGINT NOT NULL,
	name        TEXT NOT NULL,
	fold        TEXT NOT NULL,
	type        TEXT NOT NULL CHECK (type IN ('municipal', 'authority', 'ngo', 'school', 'university', 'museum', 'archive', 'culture', 'company', 'media', 'fund', 'network', 'research', 'other')),
	side        TEXT NOT NULL CHECK (side IN ('ours', 'theirs', 'both', 'neutral')),
	partner_id  TEXT NOT NULL DEFAULT '',
	parent_id   TEXT NOT NULL DEFAULT '',
	about       TEXT NOT NULL DEFAULT '',
	website     TEXT NOT NULL DEFAULT '',
	email       TEXT NOT NULL DEFAULT '',
	phone       TEXT NOT NULL DEFAULT '',
	screened    TEXT NOT NULL DEFAULT '',
	visibility  TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX organisations_fold ON organisations (fold, id) WHERE NOT binned;
CREATE INDEX organisations_side ON organisations (side, fold, id) WHERE NOT binned;
CREATE INDEX organisations_type ON organisations (type, fold, id) WHERE NOT binned;
CREATE INDEX organisations_partner ON organisations (partner_id, fold, id) WHERE NOT binned AND partner_id <> '';
CREATE INDEX organisations_parent ON organisations (parent_id, fold) WHERE parent_id <> '';

CREATE TABLE people (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	name       TEXT NOT NULL,
	fold       TEXT NOT NULL,
	cyrillic   TEXT NOT NULL DEFAULT '',
	latin      TEXT NOT NULL DEFAULT '',
	sounds     TEXT NOT NULL DEFAULT '',
	address    TEXT NOT NULL DEFAULT '',
	spoken     TEXT NOT NULL DEFAULT '',
	written    TEXT NOT NULL DEFAULT '',
	email      TEXT NOT NULL DEFAULT '',
	phone      TEXT NOT NULL DEFAULT '',
	met        TEXT NOT NULL DEFAULT '',
	quiet      BOOLEAN NOT NULL DEFAULT FALSE,
	about      TEXT NOT NULL DEFAULT '',
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX people_fold ON people (fold, id) WHERE NOT binned;

-- Every word of every name, so that a prefix finds "State University" by
-- "univ" in time that does not grow with the archive.
CREATE TABLE name_keys (
	kind      TEXT NOT NULL,
	fold      TEXT NOT NULL,
	record_id TEXT NOT NULL,
	PRIMARY KEY (kind, fold, record_id)
);
CREATE INDEX name_keys_record ON name_keys (kind, record_id);

CREATE TABLE posts (
	id              TEXT PRIMARY KEY,
	version         BIGINT NOT NULL,
	title           TEXT NOT NULL,
	fold            TEXT NOT NULL,
	organisation_id TEXT NOT NULL DEFAULT '',
	side            TEXT NOT NULL CHECK (side IN ('ours', 'theirs', 'both', 'neutral')),
	visibility      TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned          BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX posts_organisation ON posts (organisation_id, fold) WHERE NOT binned;

CREATE TABLE roles (
	id              TEXT PRIMARY KEY,
	version         BIGINT NOT NULL,
	person_id       TEXT NOT NULL REFERENCES people (id),
	post_id         TEXT NOT NULL DEFAULT '',
	organisation_id TEXT NOT NULL DEFAULT '',
	title           TEXT NOT NULL DEFAULT '',
	since           TEXT NOT NULL DEFAULT '',
	until           TEXT NOT NULL DEFAULT '',
	seen            TEXT NOT NULL DEFAULT ''
);
CREATE INDEX roles_person ON roles (person_id);
CREATE INDEX roles_post ON roles (post_id) WHERE post_id <> '';
CREATE INDEX roles_organisation ON roles (organisation_id) WHERE organisation_id <> '';
