-- +goose Up
CREATE TABLE merges (
	id        TEXT PRIMARY KEY,
	kind      TEXT NOT NULL,
	loser_id  TEXT NOT NULL,
	winner_id TEXT NOT NULL,
	title     TEXT NOT NULL,
	at        TEXT NOT NULL,
	actor_id  TEXT NOT NULL,
	actor     TEXT NOT NULL,
	-- Every row that the merge touched, before and after, as JSON.
	journal   TEXT NOT NULL,
	undone_at TEXT NOT NULL DEFAULT '',
	undone_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX merges_loser ON merges (loser_id) WHERE undone_at = '';
CREATE INDEX merges_winner ON merges (winner_id) WHERE undone_at = '';
CREATE INDEX merges_at ON merges (at);

CREATE TABLE not_duplicates (
	kind     TEXT NOT NULL,
	one_id   TEXT NOT NULL,
	other_id TEXT NOT NULL,
	at       TEXT NOT NULL,
	actor_id TEXT NOT NULL,
	actor    TEXT NOT NULL,
	PRIMARY KEY (kind, one_id, other_id)
);
