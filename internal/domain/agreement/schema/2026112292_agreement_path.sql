-- +goose Up
CREATE TABLE agreement_steps (
	agreement_id TEXT NOT NULL REFERENCES agreements (id),
	step         TEXT NOT NULL,
	done_on      TEXT NOT NULL,
	document     TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (agreement_id, step)
);
