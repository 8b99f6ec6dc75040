-- +goose Up
CREATE TABLE memberships (
	id              TEXT PRIMARY KEY,
	version         BIGINT NOT NULL,
	name            TEXT NOT NULL,
	fold            TEXT NOT NULL,
	organisation_id TEXT NOT NULL DEFAULT '',
	-- Empty is a kind of membership that nobody has noted.
	type            TEXT NOT NULL CHECK (type IN ('', 'full', 'associate', 'observer', 'other')),
	since           TEXT NOT NULL DEFAULT '',
	until           TEXT NOT NULL DEFAULT '',
	-- The last day of the term as YYYY-MM-DD; empty without one.
	until_last      TEXT NOT NULL DEFAULT '',
	post_id         TEXT NOT NULL DEFAULT '',
	person_id       TEXT NOT NULL DEFAULT '',
	deputy_id       TEXT NOT NULL DEFAULT '',
	offices         TEXT NOT NULL DEFAULT '',
	website         TEXT NOT NULL DEFAULT '',
	report          TEXT NOT NULL DEFAULT '',
	assembly        TEXT NOT NULL DEFAULT '',
	nominations     TEXT NOT NULL DEFAULT '',
	note            TEXT NOT NULL DEFAULT '',
	visibility      TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned          BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX memberships_fold ON memberships (fold, id) WHERE NOT binned;
CREATE TABLE dues (
	id            TEXT PRIMARY KEY,
	version       BIGINT NOT NULL,
	membership_id TEXT NOT NULL,
	year          BIGINT NOT NULL,
	-- NULL is a sum that nobody has noted; it is not zero.
	minor         BIGINT,
	currency      TEXT NOT NULL DEFAULT '',
	due           TEXT NOT NULL DEFAULT '',
	paid          TEXT NOT NULL DEFAULT '',
	document      TEXT NOT NULL DEFAULT '',
	note          TEXT NOT NULL DEFAULT '',
	visibility    TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned        BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX dues_year ON dues (year, id) WHERE NOT binned;
CREATE INDEX dues_membership ON dues (membership_id, year, id);
CREATE INDEX dues_open ON dues (due, id) WHERE NOT binned AND paid = '';
CREATE TABLE ballots (
	id            TEXT PRIMARY KEY,
	version       BIGINT NOT NULL,
	membership_id TEXT NOT NULL,
	question      TEXT NOT NULL,
	meeting       TEXT NOT NULL DEFAULT '',
	held          TEXT NOT NULL DEFAULT '',
	held_sort     TEXT NOT NULL DEFAULT '',
	position      TEXT NOT NULL CHECK (position IN ('', 'for', 'against', 'abstained', 'absent')),
	reasons       TEXT NOT NULL DEFAULT '',
	outcome       TEXT NOT NULL CHECK (outcome IN ('', 'adopted', 'rejected', 'postponed')),
	note          TEXT NOT NULL DEFAULT '',
	visibility    TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned        BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX ballots_held ON ballots (held_sort, id) WHERE NOT binned;
CREATE INDEX ballots_membership ON ballots (membership_id, held_sort, id);
