-- +goose Up
CREATE TABLE participants (
	id              TEXT PRIMARY KEY,
	activity_id     TEXT NOT NULL REFERENCES activities (id),
	position        BIGINT NOT NULL,
	organisation_id TEXT NOT NULL DEFAULT '',
	person_id       TEXT NOT NULL DEFAULT '',
	text            TEXT NOT NULL DEFAULT '',
	role            TEXT NOT NULL CHECK (role IN ('lead', 'organiser', 'host', 'delegation_head', 'partner', 'associated', 'participant', 'venue', 'support')),
	side            TEXT NOT NULL CHECK (side IN ('ours', 'theirs', 'both', 'neutral'))
);
CREATE INDEX participants_activity ON participants (activity_id, position);
CREATE INDEX participants_organisation ON participants (organisation_id, activity_id) WHERE organisation_id <> '';
CREATE INDEX participants_person ON participants (person_id, activity_id) WHERE person_id <> '';

CREATE TABLE activity_money (
	id          TEXT PRIMARY KEY,
	activity_id TEXT NOT NULL REFERENCES activities (id),
	position    BIGINT NOT NULL,
	what        TEXT NOT NULL CHECK (what IN ('budget', 'grant', 'requested', 'cofinancing', 'total')),
	minor       BIGINT NOT NULL CHECK (minor > 0),
	currency    TEXT NOT NULL,
	note        TEXT NOT NULL DEFAULT ''
);
CREATE INDEX activity_money_activity ON activity_money (activity_id, position);

-- The folded words of name, code, programme, place, summary and of participants
-- that are given as text, so that a beginning of any word finds the activity.
CREATE TABLE activity_words (
	activity_id TEXT NOT NULL REFERENCES activities (id),
	fold        TEXT NOT NULL,
	PRIMARY KEY (activity_id, fold)
);
CREATE INDEX activity_words_fold ON activity_words (fold, activity_id);
