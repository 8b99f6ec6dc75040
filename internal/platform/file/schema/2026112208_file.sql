-- +goose Up
CREATE TABLE files (
	sha256 TEXT PRIMARY KEY,
	size   BIGINT NOT NULL CHECK (size > 0),
	type   TEXT NOT NULL CHECK (type IN ('pdf', 'docx', 'xlsx', 'odt', 'jpg', 'png', 'txt', 'eml')),
	width  BIGINT NOT NULL DEFAULT 0,
	height BIGINT NOT NULL DEFAULT 0,
	at     TEXT NOT NULL
);

CREATE TABLE attachments (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL DEFAULT 1,
	kind       TEXT NOT NULL,
	record_id  TEXT NOT NULL,
	sha256     TEXT NOT NULL REFERENCES files (sha256),
	name       TEXT NOT NULL,
	note       TEXT NOT NULL DEFAULT '',
	language   TEXT NOT NULL DEFAULT '',
	licence    TEXT NOT NULL DEFAULT '',
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	at         TEXT NOT NULL,
	actor_id   TEXT NOT NULL,
	actor      TEXT NOT NULL,
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX attachments_record ON attachments (kind, record_id, at);
CREATE INDEX attachments_file ON attachments (sha256);
