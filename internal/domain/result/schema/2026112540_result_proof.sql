-- +goose Up
-- What proves a result. The level that results.proof says follows from these rows.
CREATE TABLE result_evidence (
	id        TEXT PRIMARY KEY,
	result_id TEXT NOT NULL,
	kind      TEXT NOT NULL CHECK (kind IN ('document', 'partner', 'seen', 'independent')),
	what      TEXT NOT NULL DEFAULT '',
	-- SHA-256 of a file that was attached to the result; empty: what says where it lies.
	sha256    TEXT NOT NULL DEFAULT '',
	witness   TEXT NOT NULL DEFAULT '',
	on_date   TEXT NOT NULL DEFAULT '',
	added_at  TEXT NOT NULL,
	actor     TEXT NOT NULL
);
CREATE INDEX result_evidence_result ON result_evidence (result_id, added_at, id);
INSERT INTO result_evidence (id, result_id, kind, what, witness, on_date, added_at, actor)
	SELECT id, id, proof, evidence, witness, proved, '', '' FROM results WHERE proof <> 'claimed';

-- Who looked whether a result is still there, and what they found.
CREATE TABLE result_looks (
	id        TEXT PRIMARY KEY,
	result_id TEXT NOT NULL,
	there     TEXT NOT NULL CHECK (there IN ('unknown', 'yes', 'changed', 'no')),
	on_date   TEXT NOT NULL,
	remark    TEXT NOT NULL DEFAULT '',
	who       TEXT NOT NULL,
	-- The answer came through a link; heard once the office has looked itself.
	by_link   BOOLEAN NOT NULL,
	heard     BOOLEAN NOT NULL,
	at        TEXT NOT NULL
);
CREATE INDEX result_looks_result ON result_looks (result_id, at, id);
CREATE INDEX result_looks_unheard ON result_looks (at, id) WHERE NOT heard;

CREATE TABLE results_kept (
	id           TEXT PRIMARY KEY,
	version      BIGINT NOT NULL,
	type         TEXT NOT NULL CHECK (type IN ('thing', 'practice', 'trained', 'tie', 'award', 'publication', 'media', 'object')),
	name         TEXT NOT NULL,
	fold         TEXT NOT NULL,
	since        TEXT NOT NULL DEFAULT '',
	since_sort   TEXT NOT NULL DEFAULT '',
	place        TEXT NOT NULL DEFAULT '',
	-- NULL is a number that nobody counted; it is not zero.
	number       BIGINT,
	unit         TEXT NOT NULL DEFAULT '',
	partner_id   TEXT NOT NULL DEFAULT '',
	activity_id  TEXT NOT NULL DEFAULT '',
	note         TEXT NOT NULL DEFAULT '',
	proof        TEXT NOT NULL CHECK (proof IN ('claimed', 'document', 'partner', 'seen', 'independent')),
	there        TEXT NOT NULL CHECK (there IN ('unknown', 'yes', 'changed', 'no')),
	there_on     TEXT NOT NULL DEFAULT '',
	recheck      TEXT NOT NULL DEFAULT '',
	recheck_sort TEXT NOT NULL DEFAULT '',
	-- The last day on which it counts without a new look, YYYY-MM-DD; empty: no look is planned.
	expires      TEXT NOT NULL DEFAULT '',
	visibility   TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned       BOOLEAN NOT NULL DEFAULT FALSE
);
-- A look that was planned before keeps its day; it expires once somebody changes the result.
INSERT INTO results_kept (id, version, type, name, fold, since, since_sort, place, number, unit, partner_id, activity_id, note, proof, there, there_on, recheck, recheck_sort, visibility, binned)
	SELECT id, version, type, name, fold, since, since_sort, place, number, unit, partner_id, activity_id, note, proof, there, there_on, recheck, recheck_sort, visibility, binned FROM results;
DROP TABLE results;
ALTER TABLE results_kept RENAME TO results;
CREATE INDEX results_since ON results (since_sort, id) WHERE NOT binned;
CREATE INDEX results_fold ON results (fold) WHERE NOT binned;
CREATE INDEX results_type ON results (type, since_sort, id) WHERE NOT binned;
CREATE INDEX results_partner ON results (partner_id, since_sort, id) WHERE NOT binned;
CREATE INDEX results_activity ON results (activity_id, since_sort, id) WHERE NOT binned;
CREATE INDEX results_recheck ON results (recheck_sort, id) WHERE NOT binned AND recheck_sort <> '';
