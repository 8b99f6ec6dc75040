-- +goose Up
CREATE TABLE agreement_texts (
	id           TEXT PRIMARY KEY,
	version      BIGINT NOT NULL,
	agreement_id TEXT NOT NULL,
	our_lang     TEXT NOT NULL,
	their_lang   TEXT NOT NULL,
	third_lang   TEXT NOT NULL DEFAULT '',
	our_name     TEXT NOT NULL DEFAULT '',
	their_name   TEXT NOT NULL DEFAULT '',
	state        TEXT NOT NULL CHECK (state IN ('draft', 'ready', 'signed')),
	visibility   TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned       BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX agreement_texts_agreement ON agreement_texts (agreement_id, id) WHERE NOT binned;

CREATE TABLE clauses (
	id       TEXT PRIMARY KEY,
	version  BIGINT NOT NULL,
	text_id  TEXT NOT NULL,
	position BIGINT NOT NULL,
	part     TEXT NOT NULL CHECK (part IN ('title', 'preamble', 'article', 'point', 'closing')),
	heading  TEXT NOT NULL DEFAULT '',
	words    TEXT NOT NULL DEFAULT '',
	binned   BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX clauses_text ON clauses (text_id, position, id) WHERE NOT binned;

-- What a clause obliges a side to, and the promises that were made of it.
CREATE TABLE obligations (
	id              TEXT PRIMARY KEY,
	clause_id       TEXT NOT NULL,
	side            TEXT NOT NULL CHECK (side IN ('ours', 'theirs', 'both')),
	what            TEXT NOT NULL,
	due             TEXT NOT NULL DEFAULT '',
	repeats         TEXT NOT NULL DEFAULT '',
	our_promise_id   TEXT NOT NULL DEFAULT '',
	their_promise_id TEXT NOT NULL DEFAULT ''
);
CREATE INDEX obligations_clause ON obligations (clause_id, id);
CREATE INDEX obligations_ours ON obligations (our_promise_id) WHERE our_promise_id <> '';
CREATE INDEX obligations_theirs ON obligations (their_promise_id) WHERE their_promise_id <> '';
