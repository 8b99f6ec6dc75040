-- +goose Up
CREATE TABLE sessions (
	id         TEXT PRIMARY KEY,
	token_hash TEXT NOT NULL,
	user_id    TEXT NOT NULL REFERENCES users (id),
	way        TEXT NOT NULL CHECK (way IN ('password', 'recovery', 'invite')),
	started_at TEXT NOT NULL,
	seen_at    TEXT NOT NULL,
	ends_at    TEXT NOT NULL,
	browser    TEXT NOT NULL,
	address    TEXT NOT NULL
);
CREATE UNIQUE INDEX sessions_token_hash_key ON sessions (token_hash);
CREATE INDEX sessions_user ON sessions (user_id, started_at);
CREATE INDEX sessions_ends ON sessions (ends_at);
