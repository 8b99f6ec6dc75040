-- +goose Up
-- Who reads a fact that came from a record with a narrower circle of readers;
-- empty: those who see the record.
ALTER TABLE facts ADD COLUMN visibility TEXT NOT NULL DEFAULT '' CHECK (visibility IN ('', 'department', 'administration', 'participants', 'public'));
