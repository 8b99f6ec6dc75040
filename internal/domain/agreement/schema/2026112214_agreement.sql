-- +goose Up
CREATE TABLE agreements (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	partner_id TEXT NOT NULL,
	type       TEXT NOT NULL CHECK (type IN ('sister', 'friendship', 'cooperation', 'treaty', 'memorandum', 'protocol', 'roadmap', 'programme', 'renewal', 'other')),
	level      TEXT NOT NULL CHECK (level IN ('city', 'district')),
	title      TEXT NOT NULL,
	fold       TEXT NOT NULL,
	planned    BOOLEAN NOT NULL DEFAULT FALSE,
	signed     TEXT NOT NULL DEFAULT '',
	sort       TEXT NOT NULL DEFAULT '',
	place      TEXT NOT NULL DEFAULT '',
	from_date  TEXT NOT NULL DEFAULT '',
	until_date TEXT NOT NULL DEFAULT '',
	extension  TEXT NOT NULL DEFAULT '',
	languages  TEXT NOT NULL DEFAULT '',
	subjects   TEXT NOT NULL DEFAULT '',
	renews_id  TEXT NOT NULL DEFAULT '',
	original   TEXT NOT NULL DEFAULT '',
	note       TEXT NOT NULL DEFAULT '',
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX agreements_partner ON agreements (partner_id, sort) WHERE NOT binned;
CREATE INDEX agreements_sort ON agreements (sort, id) WHERE NOT binned;
CREATE INDEX agreements_renews ON agreements (renews_id) WHERE renews_id <> '';

CREATE TABLE signatories (
	id           TEXT PRIMARY KEY,
	agreement_id TEXT NOT NULL REFERENCES agreements (id),
	side         TEXT NOT NULL CHECK (side IN ('ours', 'theirs', 'witness')),
	name         TEXT NOT NULL,
	post         TEXT NOT NULL DEFAULT '',
	person_id    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX signatories_agreement ON signatories (agreement_id, side);
CREATE INDEX signatories_person ON signatories (person_id) WHERE person_id <> '';
