-- +goose Up
CREATE TABLE municipalities (
	slug       TEXT PRIMARY KEY,
	created_at TEXT NOT NULL,
	demo       BOOLEAN NOT NULL DEFAULT FALSE
);
