-- +goose Up
-- What the other side said of an ingredient when it was asked.
CREATE TABLE health_answers (
	id         TEXT PRIMARY KEY,
	partner_id TEXT NOT NULL,
	ingredient TEXT NOT NULL,
	said       TEXT NOT NULL CHECK (said IN ('strong', 'fair', 'weak')),
	on_date    TEXT NOT NULL,
	who        TEXT NOT NULL,
	source     TEXT NOT NULL,
	note       TEXT NOT NULL DEFAULT '',
	added_at   TEXT NOT NULL,
	actor      TEXT NOT NULL
);
CREATE INDEX health_answers_partner ON health_answers (partner_id, on_date, id);
