-- +goose Up
-- Hours as HH:MM by the clocks of the zone (IANA); an empty zone is that of the
-- city itself.
ALTER TABLE activities ADD COLUMN opens TEXT NOT NULL DEFAULT '';
ALTER TABLE activities ADD COLUMN closes TEXT NOT NULL DEFAULT '';
ALTER TABLE activities ADD COLUMN zone TEXT NOT NULL DEFAULT '';
