-- +goose Up
CREATE TABLE recovery_codes (
	code_hash TEXT PRIMARY KEY,
	user_id   TEXT NOT NULL REFERENCES users (id)
);
CREATE INDEX recovery_codes_user ON recovery_codes (user_id);

CREATE TABLE invites (
	code_hash TEXT PRIMARY KEY,
	user_id   TEXT NOT NULL REFERENCES users (id),
	ends_at   TEXT NOT NULL
);
CREATE INDEX invites_user ON invites (user_id);

CREATE TABLE drafts (
	token_hash TEXT PRIMARY KEY,
	user_id    TEXT NOT NULL DEFAULT '',
	sealed     TEXT NOT NULL,
	shown      BOOLEAN NOT NULL DEFAULT FALSE,
	ends_at    TEXT NOT NULL
);
CREATE INDEX drafts_ends ON drafts (ends_at);
