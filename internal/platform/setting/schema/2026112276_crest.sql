-- +goose Up
-- The bytes of the coat of arms under their SHA-256, in base 64.
CREATE TABLE crests (
	sha256 TEXT PRIMARY KEY,
	body   TEXT NOT NULL
);
