-- +goose Up
CREATE TABLE keydates (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	about_kind TEXT NOT NULL CHECK (about_kind IN ('partner', 'organisation', 'country', 'home')),
	about_id   TEXT NOT NULL,
	occasion   TEXT NOT NULL CHECK (occasion IN ('founded', 'statehood', 'other')),
	title      TEXT NOT NULL,
	fold       TEXT NOT NULL,
	on_date    TEXT NOT NULL,
	sort       TEXT NOT NULL,
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX keydates_sort ON keydates (sort, id) WHERE NOT binned;
CREATE INDEX keydates_about ON keydates (about_id, about_kind) WHERE NOT binned;

CREATE TABLE plan_settings (
	id      TEXT PRIMARY KEY,
	version BIGINT NOT NULL,
	step    BIGINT NOT NULL,
	horizon BIGINT NOT NULL,
	first   BOOLEAN NOT NULL
);
