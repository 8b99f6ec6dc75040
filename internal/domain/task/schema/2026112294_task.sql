-- +goose Up
CREATE TABLE tasks (
	id          TEXT PRIMARY KEY,
	version     BIGINT NOT NULL,
	type        TEXT NOT NULL CHECK (type IN ('task', 'ours', 'theirs')),
	title       TEXT NOT NULL,
	note        TEXT NOT NULL DEFAULT '',
	partner_id  TEXT NOT NULL DEFAULT '',
	about_kind  TEXT NOT NULL DEFAULT '',
	about_id    TEXT NOT NULL DEFAULT '',
	clause      TEXT NOT NULL DEFAULT '',
	made        TEXT NOT NULL DEFAULT '',
	due         TEXT NOT NULL DEFAULT '',
	-- The last day that due can mean; 9999-12-31 when nothing is known.
	due_sort    TEXT NOT NULL,
	owner_id    TEXT NOT NULL DEFAULT '',
	post_id     TEXT NOT NULL DEFAULT '',
	after_id    TEXT NOT NULL DEFAULT '',
	repeats     TEXT NOT NULL DEFAULT '',
	steps       TEXT NOT NULL DEFAULT '',
	outcome     TEXT NOT NULL CHECK (outcome IN ('open', 'kept', 'late', 'partly', 'dropped')),
	done        TEXT NOT NULL DEFAULT '',
	done_sort   TEXT NOT NULL DEFAULT '',
	proof_kind  TEXT NOT NULL DEFAULT '',
	proof_id    TEXT NOT NULL DEFAULT '',
	reason      TEXT NOT NULL DEFAULT '',
	reminded    TEXT NOT NULL DEFAULT '',
	previous_id TEXT NOT NULL DEFAULT '',
	visibility  TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX tasks_due ON tasks (due_sort, id) WHERE NOT binned AND outcome = 'open';
CREATE INDEX tasks_owner ON tasks (owner_id) WHERE NOT binned;
CREATE INDEX tasks_post ON tasks (post_id) WHERE NOT binned;
CREATE INDEX tasks_partner ON tasks (partner_id, due_sort, id) WHERE NOT binned AND outcome = 'open';
CREATE INDEX tasks_done ON tasks (done_sort, id) WHERE NOT binned AND outcome <> 'open';
CREATE INDEX tasks_done_partner ON tasks (partner_id, done_sort, id) WHERE NOT binned AND outcome <> 'open';
CREATE INDEX tasks_about ON tasks (about_kind, about_id, due_sort, id) WHERE NOT binned;
CREATE INDEX tasks_proof ON tasks (proof_kind, proof_id) WHERE NOT binned AND proof_id <> '';
CREATE INDEX tasks_after ON tasks (after_id) WHERE after_id <> '';
CREATE INDEX tasks_previous ON tasks (previous_id) WHERE previous_id <> '';

-- When somebody is reminded, and when the head hears of it: one row.
CREATE TABLE task_rules (
	id       TEXT PRIMARY KEY CHECK (id = 'office'),
	version  BIGINT NOT NULL,
	-- Days before the due day on which it stands in Today, in order: '7 1'.
	ahead    TEXT NOT NULL,
	-- After how many days overdue the head is told.
	escalate BIGINT NOT NULL CHECK (escalate >= 0)
);
INSERT INTO task_rules (id, version, ahead, escalate) VALUES ('office', 1, '7 1', 3);
