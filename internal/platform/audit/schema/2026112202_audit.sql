-- +goose Up
CREATE TABLE audit_head (
	one BIGINT PRIMARY KEY CHECK (one = 1),
	seq BIGINT NOT NULL
);
INSERT INTO audit_head (one, seq) VALUES (1, 0);

CREATE TABLE revisions (
	seq        BIGINT PRIMARY KEY,
	at         TEXT NOT NULL,
	actor_id   TEXT NOT NULL,
	actor      TEXT NOT NULL,
	kind       TEXT NOT NULL,
	record_id  TEXT NOT NULL,
	action     TEXT NOT NULL,
	title      TEXT NOT NULL,
	changes    TEXT NOT NULL,
	salt       TEXT NOT NULL,
	commitment TEXT NOT NULL
);
CREATE INDEX revisions_record ON revisions (kind, record_id, seq);
CREATE INDEX revisions_actor ON revisions (actor_id, seq);

CREATE TABLE audit_hashes (
	idx  BIGINT PRIMARY KEY,
	hash TEXT NOT NULL
);

CREATE TABLE idempotency (
	key       TEXT NOT NULL,
	actor_id  TEXT NOT NULL,
	kind      TEXT NOT NULL,
	record_id TEXT NOT NULL,
	at        TEXT NOT NULL,
	PRIMARY KEY (key, actor_id)
);
CREATE INDEX idempotency_at ON idempotency (at);
