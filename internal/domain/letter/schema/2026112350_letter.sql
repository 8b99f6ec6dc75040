-- +goose Up
CREATE TABLE letters (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	type       TEXT NOT NULL CHECK (type IN ('letter', 'email', 'call', 'message', 'meeting')),
	side       TEXT NOT NULL CHECK (side IN ('out', 'in', 'both')),
	title      TEXT NOT NULL,
	fold       TEXT NOT NULL,
	note       TEXT NOT NULL DEFAULT '',
	on_date    TEXT NOT NULL,
	sort       TEXT NOT NULL,
	partner_id TEXT NOT NULL DEFAULT '',
	person_id  TEXT NOT NULL DEFAULT '',
	number     TEXT NOT NULL DEFAULT '',
	theirs     TEXT NOT NULL DEFAULT '',
	waits      BOOLEAN NOT NULL DEFAULT FALSE,
	by_date    TEXT NOT NULL DEFAULT '',
	-- The last day that by_date can mean; empty when no day is set.
	by_sort    TEXT NOT NULL DEFAULT '',
	answers_id TEXT NOT NULL DEFAULT '',
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX letters_sort ON letters (sort, id) WHERE NOT binned;
CREATE INDEX letters_type ON letters (type, sort, id) WHERE NOT binned;
CREATE INDEX letters_partner ON letters (partner_id, sort, id) WHERE NOT binned;
CREATE INDEX letters_person ON letters (person_id, sort, id) WHERE NOT binned AND person_id <> '';
CREATE INDEX letters_waiting ON letters (sort, id) WHERE NOT binned AND waits;
CREATE INDEX letters_by ON letters (by_sort, id) WHERE NOT binned AND waits AND by_sort <> '';
CREATE INDEX letters_answers ON letters (answers_id) WHERE answers_id <> '';
CREATE INDEX letters_alike ON letters (fold, sort) WHERE NOT binned;
