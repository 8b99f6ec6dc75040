-- +goose Up
-- The second step after the password: codes of an application.
CREATE TABLE one_time_codes (
	user_id   TEXT PRIMARY KEY REFERENCES users (id),
	secret    TEXT NOT NULL,
	last_step BIGINT NOT NULL,
	made_at   TEXT NOT NULL
);
