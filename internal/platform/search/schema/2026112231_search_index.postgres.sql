-- +goose Up
CREATE TABLE search_all (number BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL);
CREATE TABLE search_open (number BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL);
CREATE TABLE search_portal (number BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL);
CREATE INDEX search_all_terms ON search_all USING gin (terms) WITH (fastupdate = off);
CREATE INDEX search_open_terms ON search_open USING gin (terms) WITH (fastupdate = off);
CREATE INDEX search_portal_terms ON search_portal USING gin (terms) WITH (fastupdate = off);
ALTER TABLE search_all ALTER COLUMN terms SET STATISTICS 500;
ALTER TABLE search_open ALTER COLUMN terms SET STATISTICS 500;
ALTER TABLE search_portal ALTER COLUMN terms SET STATISTICS 500;
