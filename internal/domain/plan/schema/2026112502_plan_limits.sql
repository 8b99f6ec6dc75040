-- +goose Up
-- How many lines one person can have in a month, and how many days have to lie
-- between lines with one partner; empty: as usual.
ALTER TABLE plans ADD COLUMN load TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN apart TEXT NOT NULL DEFAULT '';
