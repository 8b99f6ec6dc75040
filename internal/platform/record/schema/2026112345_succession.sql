-- +goose Up
-- The kind of the record that stayed, when it is another one than that of the
-- record that went: a possible partner becomes a partner. Empty: the same kind.
ALTER TABLE merges ADD COLUMN winner_kind TEXT NOT NULL DEFAULT '';
