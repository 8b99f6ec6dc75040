-- +goose Up
CREATE TABLE plans (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	year       TEXT NOT NULL,
	state      TEXT NOT NULL CHECK (state IN ('draft', 'collecting', 'review', 'approved', 'closed')),
	-- The last day on which proposals are taken.
	closes     TEXT NOT NULL DEFAULT '',
	note       TEXT NOT NULL DEFAULT '',
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX plans_year_key ON plans (year) WHERE NOT binned;

-- sort and last are the first and the last day that the time may mean.
CREATE TABLE plan_lines (
	id          TEXT PRIMARY KEY,
	version     BIGINT NOT NULL,
	plan_id     TEXT NOT NULL,
	title       TEXT NOT NULL,
	on_date     TEXT NOT NULL,
	sort        TEXT NOT NULL,
	last        TEXT NOT NULL,
	place       TEXT NOT NULL DEFAULT '',
	type        TEXT NOT NULL DEFAULT '',
	owner_id    TEXT NOT NULL DEFAULT '',
	post_id     TEXT NOT NULL DEFAULT '',
	funds       TEXT NOT NULL DEFAULT '' CHECK (funds IN ('', 'known', 'asked', 'none')),
	-- Decimal number and currency: '150000.00 RUB'.
	amount      TEXT NOT NULL DEFAULT '',
	funder      TEXT NOT NULL DEFAULT '',
	audience    TEXT NOT NULL DEFAULT '',
	reason      TEXT NOT NULL CHECK (reason IN ('anniversary', 'agreement', 'repeat', 'project', 'activity', 'proposal', 'own')),
	origin_kind TEXT NOT NULL DEFAULT '',
	origin_id   TEXT NOT NULL DEFAULT '',
	-- Which of the dates of the origin it is, where it has several.
	origin_key  TEXT NOT NULL DEFAULT '',
	activity_id TEXT NOT NULL DEFAULT '',
	outcome     TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'held', 'moved', 'cancelled', 'not_done')),
	note        TEXT NOT NULL DEFAULT '',
	visibility  TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX plan_lines_plan ON plan_lines (plan_id, sort, id) WHERE NOT binned;
CREATE INDEX plan_lines_sort ON plan_lines (sort, id) WHERE NOT binned;
CREATE INDEX plan_lines_owner ON plan_lines (owner_id) WHERE owner_id <> '';
CREATE INDEX plan_lines_post ON plan_lines (post_id) WHERE post_id <> '';
CREATE INDEX plan_lines_activity ON plan_lines (activity_id) WHERE activity_id <> '';
CREATE INDEX plan_lines_origin ON plan_lines (origin_kind, origin_id) WHERE origin_id <> '';

-- What was approved, as it was then. Rows are written once.
CREATE TABLE plan_baselines (
	plan_id  TEXT NOT NULL,
	edition  BIGINT NOT NULL,
	day      TEXT NOT NULL,
	by_id    TEXT NOT NULL,
	by_name  TEXT NOT NULL,
	-- JSON: the lines of that day.
	lines    TEXT NOT NULL,
	PRIMARY KEY (plan_id, edition)
);
