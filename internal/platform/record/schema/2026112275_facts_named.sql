-- +goose Up
-- Facts whose value names a record: every identifier has 26 characters.
CREATE INDEX facts_named ON facts (value) WHERE length(value) = 26;
