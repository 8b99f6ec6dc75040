-- +goose Up
-- Rates are whole minor units of their currency. from_date and until_date are
-- EDTF; first and last are the first and the last day that they mean, empty
-- where there is none.
CREATE TABLE norms (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	item       TEXT NOT NULL,
	rank       TEXT NOT NULL DEFAULT '',
	per        TEXT NOT NULL CHECK (per IN ('day', 'person', 'hour', 'piece')),
	rate       BIGINT NOT NULL CHECK (rate > 0),
	currency   TEXT NOT NULL,
	from_date  TEXT NOT NULL DEFAULT '',
	until_date TEXT NOT NULL DEFAULT '',
	first      TEXT NOT NULL DEFAULT '',
	last       TEXT NOT NULL DEFAULT '',
	act        TEXT NOT NULL,
	number     TEXT NOT NULL DEFAULT '',
	dated      TEXT NOT NULL DEFAULT '',
	url        TEXT NOT NULL DEFAULT '',
	note       TEXT NOT NULL DEFAULT '',
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX norms_item ON norms (item, rank, first, id) WHERE NOT binned;

CREATE TABLE spending_limits (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	type       TEXT NOT NULL CHECK (type IN ('count', 'guest', 'visit', 'year')),
	year       TEXT NOT NULL,
	item       TEXT NOT NULL DEFAULT '',
	-- A number of times, or minor units of the currency.
	value      BIGINT NOT NULL CHECK (value >= 0),
	currency   TEXT NOT NULL DEFAULT '',
	firm       BOOLEAN NOT NULL DEFAULT FALSE,
	act        TEXT NOT NULL,
	number     TEXT NOT NULL DEFAULT '',
	dated      TEXT NOT NULL DEFAULT '',
	url        TEXT NOT NULL DEFAULT '',
	note       TEXT NOT NULL DEFAULT '',
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX spending_limits_year ON spending_limits (year, type, id) WHERE NOT binned;

-- What the office spends on and whom it receives: words of its own, or keys of
-- the program's, one in a line.
CREATE TABLE norm_lists (
	id      TEXT PRIMARY KEY,
	version BIGINT NOT NULL,
	items   TEXT NOT NULL,
	ranks   TEXT NOT NULL
);
INSERT INTO norm_lists (id, version, items, ranks) VALUES ('office', 1, 'meals
reception
hotel
interpreter
transport
hall
gifts
perdiem', 'head
member
accompanying');

CREATE TABLE estimates (
	id          TEXT PRIMARY KEY,
	version     BIGINT NOT NULL,
	activity_id TEXT NOT NULL,
	year        TEXT NOT NULL,
	-- 0: not known.
	people      BIGINT NOT NULL DEFAULT 0,
	days        BIGINT NOT NULL DEFAULT 0,
	note        TEXT NOT NULL DEFAULT '',
	visibility  TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX estimates_activity ON estimates (activity_id, year, id) WHERE NOT binned;
CREATE INDEX estimates_year ON estimates (year, id) WHERE NOT binned;

CREATE TABLE estimate_lines (
	id          TEXT PRIMARY KEY,
	version     BIGINT NOT NULL,
	estimate_id TEXT NOT NULL,
	-- Where the line stands in its estimate.
	place       BIGINT NOT NULL,
	item        TEXT NOT NULL,
	title       TEXT NOT NULL DEFAULT '',
	-- Empty for a fixed sum; rate, currency and what it is for are of the norm as
	-- it was when the line was written.
	norm_id     TEXT NOT NULL DEFAULT '',
	per         TEXT NOT NULL DEFAULT '',
	rate        BIGINT NOT NULL DEFAULT 0,
	people      BIGINT NOT NULL DEFAULT 0,
	days        BIGINT NOT NULL DEFAULT 0,
	plan        BIGINT NOT NULL CHECK (plan >= 0),
	currency    TEXT NOT NULL,
	source      TEXT NOT NULL CHECK (source IN ('own', 'partner', 'sponsor', 'programme')),
	-- What was spent; it counts only when it is known.
	fact        BIGINT NOT NULL DEFAULT 0 CHECK (fact >= 0),
	fact_known  BOOLEAN NOT NULL DEFAULT FALSE,
	note        TEXT NOT NULL DEFAULT '',
	visibility  TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX estimate_lines_estimate ON estimate_lines (estimate_id, place, id);
CREATE INDEX estimate_lines_norm ON estimate_lines (norm_id) WHERE norm_id <> '';

-- What was approved, as it was then. Rows are written once.
CREATE TABLE estimate_editions (
	estimate_id TEXT NOT NULL,
	edition     BIGINT NOT NULL,
	day         TEXT NOT NULL,
	by_id       TEXT NOT NULL,
	by_name     TEXT NOT NULL,
	-- JSON: the lines of that day.
	lines       TEXT NOT NULL,
	PRIMARY KEY (estimate_id, edition)
);
