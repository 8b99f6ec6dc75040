-- +goose Up
CREATE TABLE questionnaires (
	id          TEXT PRIMARY KEY,
	version     BIGINT NOT NULL,
	activity_id TEXT NOT NULL,
	-- The fields that are asked, with spaces between.
	fields      TEXT NOT NULL
);
CREATE UNIQUE INDEX questionnaires_activity_id_key ON questionnaires (activity_id);

-- What came in by one link: first a consent, then an answer, which is closed with
-- the key of the visit until somebody has taken it over.
CREATE TABLE questionnaire_answers (
	link        TEXT PRIMARY KEY,
	activity_id TEXT NOT NULL,
	-- Whom the link was made for.
	who         TEXT NOT NULL,
	consent     TEXT NOT NULL,
	lang        TEXT NOT NULL,
	consent_at  TEXT NOT NULL,
	sent_at     TEXT NOT NULL DEFAULT '',
	lock        TEXT NOT NULL DEFAULT '',
	box         TEXT NOT NULL DEFAULT '',
	state       TEXT NOT NULL DEFAULT '' CHECK (state IN ('', 'sent', 'taken', 'dropped'))
);
CREATE INDEX questionnaire_answers_activity ON questionnaire_answers (activity_id, link);
