-- +goose Up
-- Addresses under which a user's calendar can be read without signing in.
CREATE TABLE feeds (
	id         TEXT PRIMARY KEY,
	token_hash TEXT NOT NULL,
	user_id    TEXT NOT NULL REFERENCES users (id),
	name       TEXT NOT NULL,
	layers     TEXT NOT NULL,
	lang       TEXT NOT NULL,
	partner_id TEXT NOT NULL DEFAULT '',
	made_at    TEXT NOT NULL,
	seen_at    TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX feeds_token_hash_key ON feeds (token_hash);
CREATE INDEX feeds_user ON feeds (user_id, made_at);
CREATE INDEX feeds_partner ON feeds (partner_id);

-- Passwords with which a program reads a user's calendars, and nothing else.
CREATE TABLE calendar_passwords (
	id            TEXT PRIMARY KEY,
	password_hash TEXT NOT NULL,
	user_id       TEXT NOT NULL REFERENCES users (id),
	name          TEXT NOT NULL,
	made_at       TEXT NOT NULL,
	seen_at       TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX calendar_passwords_password_hash_key ON calendar_passwords (password_hash);
CREATE INDEX calendar_passwords_user ON calendar_passwords (user_id, made_at);
