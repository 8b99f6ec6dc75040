-- +goose Up
-- A proposal that was accepted is a candidate; the line that was made of it names
-- it as its origin, so that the two cannot disagree.
DROP INDEX proposals_line;
ALTER TABLE proposals DROP COLUMN line_id;
