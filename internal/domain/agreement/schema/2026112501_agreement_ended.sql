-- +goose Up
-- A paper can be ended before its term: its last day, by whom, for what reason.
ALTER TABLE agreements ADD COLUMN ended TEXT NOT NULL DEFAULT '';
ALTER TABLE agreements ADD COLUMN ended_by TEXT NOT NULL DEFAULT '' CHECK (ended_by IN ('', 'ours', 'theirs', 'both'));
ALTER TABLE agreements ADD COLUMN ended_why TEXT NOT NULL DEFAULT '';
