-- +goose Up
-- An edition of a report that was filed; its papers are attached to it. A row
-- is written once.
CREATE TABLE filings (
	id        TEXT PRIMARY KEY,
	year      BIGINT NOT NULL,
	edition   BIGINT NOT NULL,
	sent_on   TEXT NOT NULL,
	recipient TEXT NOT NULL,
	number    TEXT NOT NULL DEFAULT '',
	note      TEXT NOT NULL DEFAULT '',
	lang      TEXT NOT NULL,
	lines     TEXT NOT NULL,
	docx      TEXT NOT NULL,
	pdf       TEXT NOT NULL,
	xlsx      TEXT NOT NULL,
	at        TEXT NOT NULL,
	actor_id  TEXT NOT NULL,
	actor     TEXT NOT NULL
);
CREATE UNIQUE INDEX filings_year_edition_key ON filings (year, edition);
