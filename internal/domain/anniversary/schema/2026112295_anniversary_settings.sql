-- +goose Up
-- The plan of the year is a subject of its own and has the word.
ALTER TABLE plan_settings RENAME TO anniversary_settings;
UPDATE anniversary_settings SET id = 'office';
