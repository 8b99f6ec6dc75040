-- +goose Up
CREATE TABLE partnerships (
	id           TEXT PRIMARY KEY,
	version      BIGINT NOT NULL,
	slug         TEXT NOT NULL,
	place_key    TEXT NOT NULL,
	name         TEXT NOT NULL,
	fold         TEXT NOT NULL,
	native       TEXT NOT NULL DEFAULT '',
	native_lang  TEXT NOT NULL DEFAULT '',
	country      TEXT NOT NULL,
	region       TEXT NOT NULL DEFAULT '',
	geonames     TEXT NOT NULL DEFAULT '',
	wikidata     TEXT NOT NULL DEFAULT '',
	coordinates  TEXT NOT NULL DEFAULT '',
	zone         TEXT NOT NULL DEFAULT '',
	former       TEXT NOT NULL DEFAULT '',
	population   TEXT NOT NULL DEFAULT '',
	type         TEXT NOT NULL CHECK (type IN ('sister', 'partner', 'friendship', 'project', 'contact', 'district')),
	since        TEXT NOT NULL DEFAULT '',
	historic     BOOLEAN NOT NULL DEFAULT FALSE,
	about        TEXT NOT NULL DEFAULT '',
	wants        TEXT NOT NULL DEFAULT '',
	wording      TEXT NOT NULL DEFAULT '',
	languages    TEXT NOT NULL DEFAULT '',
	our_post     TEXT NOT NULL DEFAULT '',
	our_deputy   TEXT NOT NULL DEFAULT '',
	their_post   TEXT NOT NULL DEFAULT '',
	their_deputy TEXT NOT NULL DEFAULT '',
	channel      TEXT NOT NULL DEFAULT '',
	rhythm       TEXT NOT NULL DEFAULT '',
	customs      TEXT NOT NULL DEFAULT '',
	sensitive    TEXT NOT NULL DEFAULT '',
	gifts        TEXT NOT NULL DEFAULT '',
	visibility   TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned       BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX partnerships_slug_key ON partnerships (slug);
CREATE UNIQUE INDEX partnerships_place_key_key ON partnerships (place_key) WHERE NOT binned;
CREATE INDEX partnerships_fold ON partnerships (fold, id) WHERE NOT binned;

CREATE TABLE claims (
	id             TEXT PRIMARY KEY,
	partnership_id TEXT NOT NULL REFERENCES partnerships (id),
	side           TEXT NOT NULL CHECK (side IN ('ours', 'theirs')),
	state          TEXT NOT NULL CHECK (state IN ('unknown', 'preparing', 'active', 'paused', 'dormant', 'ended', 'disputed')),
	said_on        TEXT NOT NULL DEFAULT '',
	wording        TEXT NOT NULL DEFAULT '',
	wording_lang   TEXT NOT NULL DEFAULT '',
	document       TEXT NOT NULL DEFAULT '',
	said_by        TEXT NOT NULL DEFAULT '',
	note           TEXT NOT NULL DEFAULT '',
	source_id      TEXT REFERENCES sources (id),
	inferred       BOOLEAN NOT NULL DEFAULT FALSE,
	added_at       TEXT NOT NULL,
	actor          TEXT NOT NULL
);
CREATE INDEX claims_partnership ON claims (partnership_id, side);

CREATE TABLE prospects (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	name       TEXT NOT NULL,
	fold       TEXT NOT NULL,
	country    TEXT NOT NULL,
	geonames   TEXT NOT NULL DEFAULT '',
	stage      TEXT NOT NULL CHECK (stage IN ('idea', 'contact', 'consultations', 'talks', 'ready')),
	on_date    TEXT NOT NULL DEFAULT '',
	detail     TEXT NOT NULL DEFAULT '',
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX prospects_fold ON prospects (fold, id) WHERE NOT binned;
