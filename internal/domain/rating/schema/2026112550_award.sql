-- +goose Up
CREATE TABLE awards (
	id              TEXT PRIMARY KEY,
	version         BIGINT NOT NULL,
	type            TEXT NOT NULL CHECK (type IN ('rating', 'award', 'diploma', 'certificate', 'letter', 'other')),
	name            TEXT NOT NULL,
	giver           TEXT NOT NULL DEFAULT '',
	organisation_id TEXT NOT NULL DEFAULT '',
	-- Four digits; empty where nobody knows for which year it was given.
	year            TEXT NOT NULL DEFAULT '',
	given           TEXT NOT NULL DEFAULT '',
	sort            TEXT NOT NULL,
	place           TEXT NOT NULL DEFAULT '',
	partner_id      TEXT NOT NULL DEFAULT '',
	kept            TEXT NOT NULL DEFAULT '',
	note            TEXT NOT NULL DEFAULT '',
	visibility      TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned          BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX awards_sort ON awards (sort, id) WHERE NOT binned;
CREATE INDEX awards_partner ON awards (partner_id, sort, id) WHERE NOT binned;
CREATE INDEX awards_organisation ON awards (organisation_id, sort, id) WHERE NOT binned;
CREATE INDEX awards_year ON awards (year, sort, id) WHERE NOT binned;
