-- +goose Up
CREATE TABLE series (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	name       TEXT NOT NULL,
	fold       TEXT NOT NULL,
	about      TEXT NOT NULL DEFAULT '',
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX series_fold ON series (fold, id) WHERE NOT binned;

-- sort and last are the first and the last day that the time may mean.
CREATE TABLE activities (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	type       TEXT NOT NULL CHECK (type IN ('project', 'event', 'visit_in', 'visit_out', 'exchange', 'mission', 'training', 'campaign', 'meeting', 'conference')),
	name       TEXT NOT NULL,
	fold       TEXT NOT NULL,
	code       TEXT NOT NULL DEFAULT '',
	parent_id  TEXT NOT NULL DEFAULT '',
	series_id  TEXT NOT NULL DEFAULT '',
	starts     TEXT NOT NULL DEFAULT '',
	ends       TEXT NOT NULL DEFAULT '',
	sort       TEXT NOT NULL DEFAULT '',
	last       TEXT NOT NULL DEFAULT '',
	status     TEXT NOT NULL CHECK (status IN ('planned', 'confirmed', 'held', 'cancelled', 'moved', 'refused', 'unknown')),
	place      TEXT NOT NULL DEFAULT '',
	programme  TEXT NOT NULL DEFAULT '',
	summary    TEXT NOT NULL DEFAULT '',
	inferred   BOOLEAN NOT NULL DEFAULT FALSE,
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX activities_sort ON activities (sort, id, last, visibility) WHERE NOT binned;
CREATE INDEX activities_type ON activities (type, sort, id) WHERE NOT binned;
CREATE INDEX activities_status ON activities (status, sort, id) WHERE NOT binned;
CREATE INDEX activities_fold ON activities (fold) WHERE NOT binned;
CREATE INDEX activities_parent ON activities (parent_id, sort) WHERE parent_id <> '';
CREATE INDEX activities_series ON activities (series_id, sort) WHERE series_id <> '';

-- sort repeats that of the activity, so that the newest activity of each partner
-- is found without reading the others.
CREATE TABLE activity_partners (
	activity_id TEXT NOT NULL REFERENCES activities (id),
	partner_id  TEXT NOT NULL,
	sort        TEXT NOT NULL,
	PRIMARY KEY (activity_id, partner_id)
);
CREATE INDEX activity_partners_partner ON activity_partners (partner_id, sort, activity_id);
