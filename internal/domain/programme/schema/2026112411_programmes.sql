-- +goose Up
-- Halls, cars, interpreters, volunteers and guides: what nobody has twice. The
-- languages and the days off are lists in JSON.
CREATE TABLE programme_resources (
	id        TEXT PRIMARY KEY,
	version   BIGINT NOT NULL,
	type      TEXT NOT NULL CHECK (type IN ('interpreter', 'volunteer', 'guide', 'hall', 'car')),
	title     TEXT NOT NULL,
	fold      TEXT NOT NULL,
	person_id TEXT NOT NULL DEFAULT '',
	contact   TEXT NOT NULL DEFAULT '',
	tongues   TEXT NOT NULL DEFAULT '[]',
	off       TEXT NOT NULL DEFAULT '[]',
	seats     BIGINT NOT NULL DEFAULT 0,
	note      TEXT NOT NULL DEFAULT '',
	closed    BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX programme_resources_fold ON programme_resources (fold, id);
CREATE INDEX programme_resources_person ON programme_resources (person_id);

-- The programme of an activity; former holds the items before the last change.
CREATE TABLE programmes (
	activity_id TEXT PRIMARY KEY,
	version     BIGINT NOT NULL,
	lang        TEXT NOT NULL DEFAULT '',
	escort      TEXT NOT NULL DEFAULT '',
	phone       TEXT NOT NULL DEFAULT '',
	former      TEXT NOT NULL DEFAULT ''
);

CREATE TABLE programme_items (
	id             TEXT PRIMARY KEY,
	activity_id    TEXT NOT NULL,
	day            TEXT NOT NULL,
	starts         TEXT NOT NULL,
	ends           TEXT NOT NULL DEFAULT '',
	what           TEXT NOT NULL,
	place          TEXT NOT NULL DEFAULT '',
	address        TEXT NOT NULL DEFAULT '',
	post_id        TEXT NOT NULL DEFAULT '',
	interpreter_id TEXT NOT NULL DEFAULT '',
	hall_id        TEXT NOT NULL DEFAULT '',
	car_id         TEXT NOT NULL DEFAULT '',
	host           TEXT NOT NULL DEFAULT '',
	who            TEXT NOT NULL DEFAULT '',
	dress          TEXT NOT NULL DEFAULT '',
	remark         TEXT NOT NULL DEFAULT '',
	travel         BIGINT NOT NULL DEFAULT 0,
	excuse         TEXT NOT NULL DEFAULT ''
);
CREATE INDEX programme_items_activity ON programme_items (activity_id, day, starts);
CREATE INDEX programme_items_day ON programme_items (day, starts);
CREATE INDEX programme_items_post ON programme_items (post_id);

-- Releases never change: body is what was told, names and all.
CREATE TABLE programme_releases (
	activity_id TEXT NOT NULL,
	edition     BIGINT NOT NULL,
	body        TEXT NOT NULL,
	PRIMARY KEY (activity_id, edition)
);

-- Programmes of the office to begin with; body is items with days counted from 0.
CREATE TABLE programme_templates (
	id    TEXT PRIMARY KEY,
	title TEXT NOT NULL,
	body  TEXT NOT NULL
);
