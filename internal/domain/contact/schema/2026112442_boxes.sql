-- +goose Up
-- Who it is that wrote, asked for every message that comes.
CREATE INDEX people_email ON people (email, id) WHERE NOT binned AND email <> '';
