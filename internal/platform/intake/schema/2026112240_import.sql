-- +goose Up
CREATE TABLE imports (
	id        TEXT PRIMARY KEY,
	state     TEXT NOT NULL CHECK (state IN ('open', 'running', 'done', 'undoing', 'undone')),
	title     TEXT NOT NULL,
	at        TEXT NOT NULL,
	actor_id  TEXT NOT NULL,
	actor     TEXT NOT NULL,
	viewer    TEXT NOT NULL DEFAULT '',
	settings  TEXT NOT NULL,
	counts    TEXT NOT NULL DEFAULT '',
	source_id TEXT NOT NULL DEFAULT '',
	items     BIGINT NOT NULL DEFAULT 0,
	done      BIGINT NOT NULL DEFAULT 0,
	ended     TEXT NOT NULL DEFAULT '',
	problem   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX imports_at ON imports (at, id);

-- The tables as they were read, some hundred rows at a time.
CREATE TABLE import_parts (
	import_id TEXT NOT NULL REFERENCES imports (id),
	sheet     BIGINT NOT NULL,
	part      BIGINT NOT NULL,
	cells     TEXT NOT NULL,
	PRIMARY KEY (import_id, sheet, part)
);

CREATE TABLE import_rows (
	import_id TEXT NOT NULL REFERENCES imports (id),
	n         BIGINT NOT NULL,
	outcome   TEXT NOT NULL CHECK (outcome IN ('created', 'completed', 'skipped')),
	reason    TEXT NOT NULL DEFAULT '',
	words     TEXT NOT NULL DEFAULT '',
	sheet     TEXT NOT NULL DEFAULT '',
	cell      TEXT NOT NULL DEFAULT '',
	brief     TEXT NOT NULL DEFAULT '',
	kind      TEXT NOT NULL DEFAULT '',
	record_id TEXT NOT NULL DEFAULT '',
	doubts    TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (import_id, n)
);

-- What was done to records, with what has to come back when it is undone.
CREATE TABLE import_touches (
	import_id TEXT NOT NULL REFERENCES imports (id),
	n         BIGINT NOT NULL,
	kind      TEXT NOT NULL,
	record_id TEXT NOT NULL,
	made      BOOLEAN NOT NULL,
	title     TEXT NOT NULL DEFAULT '',
	version   BIGINT NOT NULL,
	before    TEXT NOT NULL DEFAULT '',
	undone    TEXT NOT NULL DEFAULT '' CHECK (undone IN ('', 'back', 'partly', 'left')),
	PRIMARY KEY (import_id, n)
);
CREATE INDEX import_touches_record ON import_touches (import_id, kind, record_id);
