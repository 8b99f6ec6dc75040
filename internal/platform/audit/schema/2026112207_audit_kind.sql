-- +goose Up
CREATE INDEX revisions_kind ON revisions (kind, seq);
