-- +goose Up
CREATE TABLE methodologies (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	title      TEXT NOT NULL,
	fold       TEXT NOT NULL,
	-- The methodology as its file, see docs/adr/0045.
	body       TEXT NOT NULL,
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX methodologies_fold ON methodologies (fold, id) WHERE NOT binned;
CREATE TABLE assessments (
	id             TEXT PRIMARY KEY,
	version        BIGINT NOT NULL,
	methodology_id TEXT NOT NULL,
	year           TEXT NOT NULL,
	-- Digits; empty where the gazetteer's figure serves.
	population     TEXT NOT NULL DEFAULT '',
	announced      TEXT NOT NULL DEFAULT '',
	outcome        TEXT NOT NULL DEFAULT '',
	note           TEXT NOT NULL DEFAULT '',
	visibility     TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned         BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX assessments_year ON assessments (year, id) WHERE NOT binned;
CREATE INDEX assessments_methodology ON assessments (methodology_id, year, id);
-- What the office answers itself; what follows from the records is not kept.
CREATE TABLE answers (
	assessment_id TEXT NOT NULL,
	question      TEXT NOT NULL,
	value         TEXT NOT NULL DEFAULT '',
	words         TEXT NOT NULL DEFAULT '',
	reason        TEXT NOT NULL DEFAULT '',
	-- There is no figure; the reason says why.
	absent        BOOLEAN NOT NULL DEFAULT FALSE,
	at            TEXT NOT NULL,
	actor_id      TEXT NOT NULL,
	actor         TEXT NOT NULL,
	PRIMARY KEY (assessment_id, question)
);
-- What was handed in, with its sealed pack attached. A row is written once.
CREATE TABLE submissions (
	id            TEXT PRIMARY KEY,
	assessment_id TEXT NOT NULL,
	sent_on       TEXT NOT NULL,
	recipient     TEXT NOT NULL,
	note          TEXT NOT NULL DEFAULT '',
	title         TEXT NOT NULL,
	low           TEXT NOT NULL,
	high          TEXT NOT NULL,
	pack          TEXT NOT NULL,
	at            TEXT NOT NULL,
	actor_id      TEXT NOT NULL,
	actor         TEXT NOT NULL
);
CREATE INDEX submissions_assessment ON submissions (assessment_id, id);
