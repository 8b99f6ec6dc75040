-- +goose Up
CREATE TABLE users (
	id              TEXT PRIMARY KEY,
	name            TEXT NOT NULL,
	email           TEXT NOT NULL,
	email_fold      TEXT NOT NULL,
	roles           TEXT NOT NULL,
	organisation_id TEXT NOT NULL DEFAULT '',
	lang            TEXT NOT NULL DEFAULT '',
	theme           TEXT NOT NULL DEFAULT '' CHECK (theme IN ('', 'light', 'dark')),
	dense           BOOLEAN NOT NULL DEFAULT FALSE,
	shortcuts       BOOLEAN NOT NULL DEFAULT TRUE,
	password        TEXT NOT NULL DEFAULT '',
	disabled        BOOLEAN NOT NULL DEFAULT FALSE,
	created_at      TEXT NOT NULL,
	seen_at         TEXT NOT NULL DEFAULT '',
	version         BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX users_email_fold_key ON users (email_fold);
