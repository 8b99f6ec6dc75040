-- +goose Up
-- Sessions know two more ways of signing in, and through whose eyes an
-- administrator is looking.
CREATE TABLE sessions_before AS SELECT * FROM sessions;
DROP TABLE sessions;
CREATE TABLE sessions (
	id         TEXT PRIMARY KEY,
	token_hash TEXT NOT NULL,
	user_id    TEXT NOT NULL REFERENCES users (id),
	way        TEXT NOT NULL CHECK (way IN ('password', 'codes', 'passkey', 'recovery', 'invite')),
	started_at TEXT NOT NULL,
	seen_at    TEXT NOT NULL,
	ends_at    TEXT NOT NULL,
	browser    TEXT NOT NULL,
	address    TEXT NOT NULL,
	look       TEXT NOT NULL DEFAULT ''
);
INSERT INTO sessions (id, token_hash, user_id, way, started_at, seen_at, ends_at, browser, address)
	SELECT id, token_hash, user_id, way, started_at, seen_at, ends_at, browser, address FROM sessions_before;
DROP TABLE sessions_before;
CREATE UNIQUE INDEX sessions_token_hash_key ON sessions (token_hash);
CREATE INDEX sessions_user ON sessions (user_id, started_at);
CREATE INDEX sessions_ends ON sessions (ends_at);
