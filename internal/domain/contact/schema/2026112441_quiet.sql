-- +goose Up
-- Whom nobody is to write to, asked before every message that is sent.
CREATE INDEX people_quiet ON people (email) WHERE quiet AND NOT binned AND email <> '';
