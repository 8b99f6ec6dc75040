-- +goose Up
CREATE TABLE proposals (
	id              TEXT PRIMARY KEY,
	version         BIGINT NOT NULL,
	plan_id         TEXT NOT NULL,
	title           TEXT NOT NULL,
	on_date         TEXT NOT NULL DEFAULT '',
	text            TEXT NOT NULL DEFAULT '',
	organisation_id TEXT NOT NULL,
	proposer_id     TEXT NOT NULL,
	given           TEXT NOT NULL,
	state           TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined')),
	answer          TEXT NOT NULL DEFAULT '',
	line_id         TEXT NOT NULL DEFAULT '',
	visibility      TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned          BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX proposals_plan ON proposals (plan_id, given, id) WHERE NOT binned;
CREATE INDEX proposals_given ON proposals (given, id) WHERE NOT binned;
CREATE INDEX proposals_organisation ON proposals (organisation_id);
CREATE INDEX proposals_line ON proposals (line_id) WHERE line_id <> '';
