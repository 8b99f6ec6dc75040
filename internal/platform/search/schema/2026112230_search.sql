-- +goose Up
-- One row for each record that can be found. A number is given anew with every
-- change, so that larger numbers are newer; it names the row of the index
-- tables, which stand in a file for each engine.
CREATE TABLE search_entries (
	number     BIGINT PRIMARY KEY,
	kind       TEXT NOT NULL,
	record_id  TEXT NOT NULL,
	about_kind TEXT NOT NULL,
	about_id   TEXT NOT NULL,
	circle     TEXT NOT NULL CHECK (circle IN ('hidden', 'department', 'administration', 'participants', 'public')),
	title      TEXT NOT NULL
);
CREATE UNIQUE INDEX search_entries_kind_record_id_key ON search_entries (kind, record_id);
CREATE INDEX search_entries_about ON search_entries (about_kind, about_id);

CREATE TABLE search_links (
	from_kind TEXT NOT NULL,
	from_id   TEXT NOT NULL,
	to_kind   TEXT NOT NULL,
	to_id     TEXT NOT NULL,
	PRIMARY KEY (from_kind, from_id, to_kind, to_id)
);
CREATE INDEX search_links_to ON search_links (to_kind, to_id);

-- What is still to be read: records whose links have new titles, files whose
-- text has not been looked at.
CREATE TABLE search_queue (
	kind      TEXT NOT NULL,
	record_id TEXT NOT NULL,
	tries     BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (kind, record_id)
);

-- Of which making the index is, and how far it has been made anew.
CREATE TABLE search_state (
	one    BIGINT PRIMARY KEY CHECK (one = 1),
	seq    BIGINT NOT NULL,
	making BIGINT NOT NULL,
	kind   TEXT NOT NULL,
	after  TEXT NOT NULL
);
INSERT INTO search_state (one, seq, making, kind, after) VALUES (1, 0, 0, '', '');
