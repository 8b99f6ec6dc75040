-- +goose Up
-- Numbers are decimals with a point; an empty one is unknown, not zero.
CREATE TABLE indicators (
	id          TEXT PRIMARY KEY,
	version     BIGINT NOT NULL,
	name        TEXT NOT NULL,
	fold        TEXT NOT NULL,
	unit        TEXT NOT NULL,
	partner_id  TEXT NOT NULL DEFAULT '',
	activity_id TEXT NOT NULL DEFAULT '',
	baseline    TEXT NOT NULL DEFAULT '',
	baseline_on TEXT NOT NULL DEFAULT '',
	target      TEXT NOT NULL DEFAULT '',
	target_on   TEXT NOT NULL DEFAULT '',
	actual      TEXT NOT NULL DEFAULT '',
	actual_on   TEXT NOT NULL DEFAULT '',
	note        TEXT NOT NULL DEFAULT '',
	visibility  TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX indicators_fold ON indicators (fold, id) WHERE NOT binned;
CREATE INDEX indicators_partner ON indicators (partner_id, fold, id) WHERE NOT binned;
CREATE INDEX indicators_activity ON indicators (activity_id, fold, id) WHERE NOT binned;
