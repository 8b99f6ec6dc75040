-- +goose Up
-- The event that a letter is about: its page lists what passed about it.
ALTER TABLE letters ADD COLUMN activity_id TEXT NOT NULL DEFAULT '';
ALTER TABLE letter_drafts ADD COLUMN activity_id TEXT NOT NULL DEFAULT '';
CREATE INDEX letters_activity ON letters (activity_id, sort, id) WHERE activity_id <> '';
