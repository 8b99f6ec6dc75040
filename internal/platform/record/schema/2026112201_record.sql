-- +goose Up
CREATE TABLE sources (
	id    TEXT PRIMARY KEY,
	title TEXT NOT NULL,
	url   TEXT NOT NULL DEFAULT '',
	kind  TEXT NOT NULL CHECK (kind IN ('document', 'deck', 'web', 'press', 'study', 'person')),
	note  TEXT NOT NULL DEFAULT ''
);

CREATE TABLE facts (
	id        TEXT PRIMARY KEY,
	kind      TEXT NOT NULL,
	record_id TEXT NOT NULL,
	field     TEXT NOT NULL,
	value     TEXT NOT NULL,
	source_id TEXT REFERENCES sources (id),
	used      BOOLEAN NOT NULL,
	inferred  BOOLEAN NOT NULL DEFAULT FALSE,
	note      TEXT NOT NULL DEFAULT '',
	at        TEXT NOT NULL
);
CREATE INDEX facts_record ON facts (kind, record_id, field);
CREATE INDEX facts_source ON facts (source_id);

CREATE TABLE record_tags (
	kind      TEXT NOT NULL,
	record_id TEXT NOT NULL,
	scheme    TEXT NOT NULL CHECK (scheme IN ('theme', 'goal', 'beneficiary')),
	tag       TEXT NOT NULL,
	PRIMARY KEY (kind, record_id, scheme, tag)
);
CREATE INDEX record_tags_tag ON record_tags (scheme, tag, kind, record_id);

CREATE TABLE record_links (
	from_kind TEXT NOT NULL,
	from_id   TEXT NOT NULL,
	role      TEXT NOT NULL,
	to_kind   TEXT NOT NULL,
	to_id     TEXT NOT NULL,
	PRIMARY KEY (from_kind, from_id, role, to_kind, to_id)
);
CREATE INDEX record_links_to ON record_links (to_kind, to_id, from_kind, role, from_id);

CREATE TABLE bin (
	kind      TEXT NOT NULL,
	record_id TEXT NOT NULL,
	title     TEXT NOT NULL,
	at        TEXT NOT NULL,
	actor_id  TEXT NOT NULL,
	actor     TEXT NOT NULL,
	PRIMARY KEY (kind, record_id)
);
CREATE INDEX bin_at ON bin (at);
