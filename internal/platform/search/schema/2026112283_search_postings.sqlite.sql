-- +goose Up
DROP TABLE search_all;
DROP TABLE search_open;
DROP TABLE search_portal;

-- Tokens of records that were written lately, a line for each depth of reading.
CREATE TABLE search_fresh (
	number INTEGER PRIMARY KEY,
	size   BIGINT NOT NULL,
	terms  TEXT NOT NULL
);

-- Which numbers of a block have a token; a row for each depth of reading, in
-- which stand the numbers that no shallower one has.
CREATE TABLE search_postings (
	block   BIGINT NOT NULL,
	term    TEXT NOT NULL,
	depth   BIGINT NOT NULL,
	numbers BLOB NOT NULL,
	PRIMARY KEY (block, term, depth)
) WITHOUT ROWID;
CREATE TABLE search_blocks (block INTEGER PRIMARY KEY);

-- Numbers that no record has any more and that may still stand in a block.
CREATE TABLE search_dead (
	number INTEGER PRIMARY KEY,
	block  BIGINT NOT NULL
);
CREATE INDEX search_dead_block ON search_dead (block);

-- The number names the row itself: a search looks up a thousand of them.
CREATE TABLE search_entries_by_number (
	number     INTEGER PRIMARY KEY,
	kind       TEXT NOT NULL,
	record_id  TEXT NOT NULL,
	about_kind TEXT NOT NULL,
	about_id   TEXT NOT NULL,
	circle     TEXT NOT NULL CHECK (circle IN ('hidden', 'department', 'administration', 'participants', 'public')),
	title      TEXT NOT NULL
);
INSERT INTO search_entries_by_number SELECT number, kind, record_id, about_kind, about_id, circle, title FROM search_entries;
DROP TABLE search_entries;
ALTER TABLE search_entries_by_number RENAME TO search_entries;
CREATE UNIQUE INDEX search_entries_kind_record_id_key ON search_entries (kind, record_id);
CREATE INDEX search_entries_about ON search_entries (about_kind, about_id);

UPDATE search_state SET making = 0, kind = '', after = '';
