-- +goose Up
CREATE TABLE tokens (
	id         TEXT PRIMARY KEY,
	token_hash TEXT NOT NULL,
	user_id    TEXT NOT NULL REFERENCES users (id),
	name       TEXT NOT NULL,
	made_at    TEXT NOT NULL,
	seen_at    TEXT NOT NULL DEFAULT '',
	ends_at    TEXT NOT NULL
);
CREATE UNIQUE INDEX tokens_token_hash_key ON tokens (token_hash);
CREATE INDEX tokens_user ON tokens (user_id, made_at);
