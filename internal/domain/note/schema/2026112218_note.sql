-- +goose Up
CREATE TABLE notes (
	id           TEXT PRIMARY KEY,
	version      BIGINT NOT NULL,
	type         TEXT NOT NULL CHECK (type IN ('decision', 'etiquette', 'culture', 'expectation', 'lesson', 'fact', 'channel', 'legal', 'count', 'other')),
	title        TEXT NOT NULL,
	fold         TEXT NOT NULL,
	text         TEXT NOT NULL DEFAULT '',
	confirmed    TEXT NOT NULL DEFAULT '',
	question     TEXT NOT NULL DEFAULT '',
	decided_on   TEXT NOT NULL DEFAULT '',
	decided_sort TEXT NOT NULL DEFAULT '',
	decided_by   TEXT NOT NULL DEFAULT '',
	reasons      TEXT NOT NULL DEFAULT '',
	alternatives TEXT NOT NULL DEFAULT '',
	reconsider   TEXT NOT NULL DEFAULT '',
	-- Every text of the note in every language, folded, each word after a space.
	words        TEXT NOT NULL DEFAULT '',
	visibility   TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned       BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX notes_fold ON notes (fold, id) WHERE NOT binned;
CREATE INDEX notes_type ON notes (type, fold, id) WHERE NOT binned;
