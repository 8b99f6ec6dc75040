-- +goose Up
CREATE TABLE debriefs (
	id           TEXT PRIMARY KEY,
	version      BIGINT NOT NULL,
	activity_id  TEXT NOT NULL,
	purpose      TEXT NOT NULL DEFAULT '',
	who          TEXT NOT NULL DEFAULT '',
	-- What was agreed, a line for each point.
	agreed       TEXT NOT NULL DEFAULT '',
	results      TEXT NOT NULL DEFAULT '',
	costs        TEXT NOT NULL DEFAULT '',
	impressions  TEXT NOT NULL DEFAULT '',
	next         TEXT NOT NULL DEFAULT '',
	-- The day on which it was handed in and by whom; empty while it is written.
	submitted    TEXT NOT NULL DEFAULT '',
	submitter_id TEXT NOT NULL DEFAULT '',
	submitter    TEXT NOT NULL DEFAULT '',
	-- By when it was due, as the rules had it then.
	due          TEXT NOT NULL DEFAULT '',
	visibility   TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned       BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX debriefs_list ON debriefs (id) WHERE NOT binned;
CREATE INDEX debriefs_activity ON debriefs (activity_id, id) WHERE NOT binned;
