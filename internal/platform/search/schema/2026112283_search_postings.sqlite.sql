-- +goose Up
DROP TABLE search_all;
DROP TABLE search_open;
DROP TABLE search_portal;

-- Tokens of records that were written lately, a line for each depth of reading.
CREATE TABLE search_fresh (
	number BIGINT PRIMARY KEY,
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
CREATE TABLE search_blocks (block BIGINT PRIMARY KEY);

-- Numbers that no record has any more and that may still stand in a block.
CREATE TABLE search_dead (
	number BIGINT PRIMARY KEY,
	block  BIGINT NOT NULL
);
CREATE INDEX search_dead_block ON search_dead (block);

UPDATE search_state SET making = 0, kind = '', after = '';
