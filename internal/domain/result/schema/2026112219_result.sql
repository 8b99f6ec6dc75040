-- +goose Up
CREATE TABLE results (
	id           TEXT PRIMARY KEY,
	version      BIGINT NOT NULL,
	type         TEXT NOT NULL CHECK (type IN ('thing', 'practice', 'trained', 'tie', 'award', 'publication', 'media', 'object')),
	name         TEXT NOT NULL,
	fold         TEXT NOT NULL,
	since        TEXT NOT NULL DEFAULT '',
	since_sort   TEXT NOT NULL DEFAULT '',
	place        TEXT NOT NULL DEFAULT '',
	-- NULL is a number that nobody counted; it is not zero.
	number       BIGINT,
	unit         TEXT NOT NULL DEFAULT '',
	partner_id   TEXT NOT NULL DEFAULT '',
	activity_id  TEXT NOT NULL DEFAULT '',
	note         TEXT NOT NULL DEFAULT '',
	proof        TEXT NOT NULL CHECK (proof IN ('claimed', 'document', 'partner', 'seen', 'independent')),
	witness      TEXT NOT NULL DEFAULT '',
	proved       TEXT NOT NULL DEFAULT '',
	evidence     TEXT NOT NULL DEFAULT '',
	there        TEXT NOT NULL CHECK (there IN ('unknown', 'yes', 'no')),
	there_on     TEXT NOT NULL DEFAULT '',
	recheck      TEXT NOT NULL DEFAULT '',
	recheck_sort TEXT NOT NULL DEFAULT '',
	visibility   TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned       BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX results_since ON results (since_sort, id) WHERE NOT binned;
CREATE INDEX results_fold ON results (fold) WHERE NOT binned;
CREATE INDEX results_type ON results (type, since_sort, id) WHERE NOT binned;
CREATE INDEX results_partner ON results (partner_id, since_sort, id) WHERE NOT binned;
CREATE INDEX results_activity ON results (activity_id, since_sort, id) WHERE NOT binned;
CREATE INDEX results_recheck ON results (recheck_sort, id) WHERE NOT binned AND recheck_sort <> '';
