-- +goose Up
-- How many activities have which days, and which of them come first on a page.
CREATE INDEX activities_days ON activities (sort, last, opens, fold, id, type, starts, ends, visibility) WHERE NOT binned;

-- What is longer than a month or has no exact days: few, of all years.
CREATE INDEX activities_spans ON activities (sort, id, last, visibility) WHERE NOT binned
	AND NOT (starts = sort AND (ends = '' OR ends = last) AND substr(sort, 1, 7) = substr(last, 1, 7));
