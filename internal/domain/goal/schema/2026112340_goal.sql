-- +goose Up
CREATE TABLE goals (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	name       TEXT NOT NULL,
	fold       TEXT NOT NULL,
	parent_id  TEXT NOT NULL DEFAULT '',
	-- Place among the goals of the same parent, from 1.
	position   BIGINT NOT NULL,
	aim        TEXT NOT NULL CHECK (aim IN ('', 'world_community', 'city_advantages', 'self_realisation', 'objective_information')),
	text       TEXT NOT NULL DEFAULT '',
	document   TEXT NOT NULL DEFAULT '',
	period     TEXT NOT NULL DEFAULT '',
	post_id    TEXT NOT NULL DEFAULT '',
	archived   BOOLEAN NOT NULL DEFAULT FALSE,
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX goals_parent ON goals (parent_id, position, id) WHERE NOT binned;
