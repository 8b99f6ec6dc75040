-- +goose Up
CREATE TABLE visits (
	id          TEXT PRIMARY KEY,
	version     BIGINT NOT NULL,
	activity_id TEXT NOT NULL,
	partner_id  TEXT NOT NULL DEFAULT '',
	purpose     TEXT NOT NULL DEFAULT '',
	-- Empty: nobody has said by what the visit came about.
	basis       TEXT NOT NULL CHECK (basis IN ('', 'request', 'invitation')),
	letter_id   TEXT NOT NULL DEFAULT '',
	document    TEXT NOT NULL DEFAULT '',
	line_id     TEXT NOT NULL DEFAULT '',
	unplanned   TEXT NOT NULL DEFAULT '',
	-- Digits; empty: nobody knows how many will come.
	expected    TEXT NOT NULL DEFAULT '',
	owner_id    TEXT NOT NULL DEFAULT '',
	note        TEXT NOT NULL DEFAULT '',
	-- What the activity says, written anew with it in the same transaction.
	name        TEXT NOT NULL DEFAULT '',
	type        TEXT NOT NULL DEFAULT '',
	status      TEXT NOT NULL DEFAULT '',
	starts      TEXT NOT NULL DEFAULT '',
	ends        TEXT NOT NULL DEFAULT '',
	opens       TEXT NOT NULL DEFAULT '',
	parent_id   TEXT NOT NULL DEFAULT '',
	-- The first and the last day that the time can mean, YYYY-MM-DD; 9999-12-31
	-- when it is not known.
	first_day   TEXT NOT NULL DEFAULT '9999-12-31',
	last_day    TEXT NOT NULL DEFAULT '9999-12-31',
	-- The activity is in the bin.
	hidden      BOOLEAN NOT NULL DEFAULT FALSE,
	-- The day on which the sealed fields of the delegation were destroyed.
	purged_on   TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX visits_activity_id_key ON visits (activity_id);
CREATE INDEX visits_first ON visits (first_day, id) WHERE NOT hidden;
CREATE INDEX visits_last ON visits (last_day, id) WHERE NOT hidden;
CREATE INDEX visits_partner ON visits (partner_id, first_day, id) WHERE NOT hidden;
CREATE INDEX visits_parent ON visits (parent_id, first_day, id) WHERE NOT hidden;

CREATE TABLE visit_members (
	id          TEXT PRIMARY KEY,
	version     BIGINT NOT NULL,
	activity_id TEXT NOT NULL,
	-- In the order in which people were entered.
	place       BIGINT NOT NULL,
	-- As in the passport; never made from the other spelling.
	latin       TEXT NOT NULL DEFAULT '',
	name        TEXT NOT NULL DEFAULT '',
	-- Of latin, or of name when there is no latin.
	fold        TEXT NOT NULL,
	post        TEXT NOT NULL DEFAULT '',
	role        TEXT NOT NULL CHECK (role IN ('head', 'member', 'escort', 'interpreter')),
	person_id   TEXT NOT NULL DEFAULT '',
	languages   TEXT NOT NULL DEFAULT '',
	state       TEXT NOT NULL CHECK (state IN ('', 'coming', 'declined')),
	arrives     TEXT NOT NULL DEFAULT '',
	arrives_at  TEXT NOT NULL DEFAULT '',
	leaves      TEXT NOT NULL DEFAULT '',
	leaves_at   TEXT NOT NULL DEFAULT '',
	-- Why somebody is in two delegations at the same time.
	doubled     TEXT NOT NULL DEFAULT '',
	note        TEXT NOT NULL DEFAULT '',
	binned      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX visit_members_activity ON visit_members (activity_id, id);
CREATE INDEX visit_members_fold ON visit_members (fold, id);
CREATE INDEX visit_members_person ON visit_members (person_id, id) WHERE person_id <> '';

-- The key of a visit's sealed fields, itself closed by the key in seal.key.
CREATE TABLE visit_keys (
	id          TEXT PRIMARY KEY,
	activity_id TEXT NOT NULL,
	box         TEXT NOT NULL
);
CREATE INDEX visit_keys_activity ON visit_keys (activity_id);

CREATE TABLE visit_sealed (
	member_id   TEXT NOT NULL,
	field       TEXT NOT NULL,
	activity_id TEXT NOT NULL,
	-- Which key of visit_keys opens the box.
	lock        TEXT NOT NULL,
	box         TEXT NOT NULL,
	PRIMARY KEY (member_id, field)
);
CREATE INDEX visit_sealed_activity ON visit_sealed (activity_id);

-- In which of the six groups of a visit a task stands.
CREATE TABLE visit_tasks (
	task_id     TEXT PRIMARY KEY,
	activity_id TEXT NOT NULL,
	part        TEXT NOT NULL CHECK (part IN ('agree', 'invite', 'lodge', 'programme', 'protocol', 'after'))
);
CREATE INDEX visit_tasks_activity ON visit_tasks (activity_id);

CREATE TABLE visit_settings (
	id        TEXT PRIMARY KEY CHECK (id = 'office'),
	version   BIGINT NOT NULL,
	-- After how many days the sealed fields of a visit that is over are destroyed.
	keep_days BIGINT NOT NULL,
	-- The notice of transfers of personal data abroad; empty: none is known.
	notice    TEXT NOT NULL DEFAULT '',
	notice_on TEXT NOT NULL DEFAULT ''
);
INSERT INTO visit_settings (id, version, keep_days) VALUES ('office', 1, 30);

-- What the office has found out about the protection of personal data elsewhere.
-- A country without a row is unknown.
CREATE TABLE visit_countries (
	country TEXT PRIMARY KEY,
	class   TEXT NOT NULL CHECK (class IN ('adequate', 'not')),
	source  TEXT NOT NULL,
	as_of   TEXT NOT NULL
);

-- The register of transfers of personal data abroad: what was decided, and on what
-- grounds. Rows are never changed.
CREATE TABLE visit_transfers (
	id          TEXT PRIMARY KEY,
	activity_id TEXT NOT NULL,
	country     TEXT NOT NULL,
	recipient   TEXT NOT NULL,
	fields      TEXT NOT NULL,
	people      BIGINT NOT NULL,
	reason      TEXT NOT NULL,
	class       TEXT NOT NULL,
	source      TEXT NOT NULL,
	notice      TEXT NOT NULL,
	notice_on   TEXT NOT NULL,
	decided_on  TEXT NOT NULL,
	user_id     TEXT NOT NULL,
	decided_by  TEXT NOT NULL
);
CREATE INDEX visit_transfers_day ON visit_transfers (decided_on, id);
CREATE INDEX visit_transfers_activity ON visit_transfers (activity_id, country, id);
