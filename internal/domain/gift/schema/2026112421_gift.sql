-- +goose Up
CREATE TABLE gifts (
	id              TEXT PRIMARY KEY,
	version         BIGINT NOT NULL,
	side            TEXT NOT NULL CHECK (side IN ('given', 'received')),
	title           TEXT NOT NULL,
	on_date         TEXT NOT NULL,
	sort            TEXT NOT NULL,
	partner_id      TEXT NOT NULL DEFAULT '',
	person_id       TEXT NOT NULL DEFAULT '',
	organisation_id TEXT NOT NULL DEFAULT '',
	activity_id     TEXT NOT NULL DEFAULT '',
	worth           TEXT NOT NULL CHECK (worth IN ('known', 'none', 'unknown')),
	-- Minor units of the currency; they count only when the value is known.
	value           BIGINT NOT NULL DEFAULT 0 CHECK (value >= 0),
	currency        TEXT NOT NULL DEFAULT '',
	kept            TEXT NOT NULL DEFAULT '',
	-- Received in office: a notice is due.
	official        BOOLEAN NOT NULL DEFAULT FALSE,
	noticed         TEXT NOT NULL DEFAULT '',
	note            TEXT NOT NULL DEFAULT '',
	visibility      TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned          BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX gifts_sort ON gifts (sort, id) WHERE NOT binned;
CREATE INDEX gifts_side ON gifts (side, sort, id) WHERE NOT binned;
CREATE INDEX gifts_partner ON gifts (partner_id, sort, id) WHERE NOT binned;
CREATE INDEX gifts_person ON gifts (person_id, sort, id) WHERE NOT binned;
CREATE INDEX gifts_organisation ON gifts (organisation_id, sort, id) WHERE NOT binned;
CREATE INDEX gifts_activity ON gifts (activity_id, sort, id) WHERE NOT binned;
CREATE INDEX gifts_notice ON gifts (sort, id) WHERE NOT binned AND official AND noticed = '';
