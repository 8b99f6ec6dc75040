-- +goose Up
-- Addresses that show one record for one purpose to whoever holds them.
CREATE TABLE links (
	id          TEXT PRIMARY KEY,
	secret_hash TEXT NOT NULL,
	kind        TEXT NOT NULL,
	record_id   TEXT NOT NULL,
	purpose     TEXT NOT NULL,
	edition     BIGINT NOT NULL,
	name        TEXT NOT NULL,
	lang        TEXT NOT NULL,
	made_at     TEXT NOT NULL,
	ends_at     TEXT NOT NULL,
	closed_at   TEXT NOT NULL DEFAULT '',
	retired     BOOLEAN NOT NULL DEFAULT FALSE,
	uses        BIGINT NOT NULL DEFAULT 0,
	seen_at     TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX links_secret_hash_key ON links (secret_hash);
CREATE UNIQUE INDEX links_record_id_kind_purpose_edition_key ON links (record_id, kind, purpose, edition);
