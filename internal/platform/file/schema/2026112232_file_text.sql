-- +goose Up
-- What a document says, for the search: read once for the same bytes. A problem
-- is the key of the sentence that says why there is no text.
CREATE TABLE file_texts (
	sha256  TEXT PRIMARY KEY REFERENCES files (sha256),
	text    TEXT NOT NULL,
	problem TEXT NOT NULL,
	at      TEXT NOT NULL
);
