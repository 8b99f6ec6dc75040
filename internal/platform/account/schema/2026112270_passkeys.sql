-- +goose Up
-- Keys with which users sign in without a password. The private half never
-- leaves the user's device.
CREATE TABLE passkeys (
	id            TEXT PRIMARY KEY,
	user_id       TEXT NOT NULL REFERENCES users (id),
	credential_id TEXT NOT NULL,
	public_key    TEXT NOT NULL,
	counter       BIGINT NOT NULL,
	eligible      BOOLEAN NOT NULL,
	backed        BOOLEAN NOT NULL,
	transports    TEXT NOT NULL,
	host          TEXT NOT NULL,
	name          TEXT NOT NULL,
	made_at       TEXT NOT NULL,
	seen_at       TEXT NOT NULL DEFAULT '',
	cloned        BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX passkeys_credential_id_key ON passkeys (credential_id);
CREATE INDEX passkeys_user ON passkeys (user_id, made_at);

-- What was begun at the door or in the profile and is ended by one answer.
CREATE TABLE ceremonies (
	secret_hash TEXT PRIMARY KEY,
	purpose     TEXT NOT NULL CHECK (purpose IN ('register', 'sign_in', 'second', 'codes')),
	user_id     TEXT NOT NULL DEFAULT '',
	state       TEXT NOT NULL,
	ends_at     TEXT NOT NULL
);
CREATE INDEX ceremonies_ends ON ceremonies (ends_at);
