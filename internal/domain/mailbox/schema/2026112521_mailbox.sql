-- +goose Up
-- One row at most: the folder of a mail server from which letters are taken in,
-- how far it was read, and since when it cannot be.
CREATE TABLE mailbox (
	id          TEXT PRIMARY KEY CHECK (id = 'inbox'),
	version     BIGINT NOT NULL,
	host        TEXT NOT NULL,
	port        BIGINT NOT NULL,
	security    TEXT NOT NULL CHECK (security IN ('tls', 'starttls', 'none')),
	login       TEXT NOT NULL,
	folder      TEXT NOT NULL,
	-- What lay there before began is left alone, unless everything is wanted.
	everything  BOOLEAN NOT NULL,
	began       TEXT NOT NULL,
	validity    BIGINT NOT NULL DEFAULT 0,
	last_uid    BIGINT NOT NULL DEFAULT 0,
	checked_at  TEXT NOT NULL DEFAULT '',
	down_since  TEXT NOT NULL DEFAULT '',
	down_why    TEXT NOT NULL DEFAULT '',
	down_said   TEXT NOT NULL DEFAULT '',
	next_at     TEXT NOT NULL DEFAULT '',
	tries       BIGINT NOT NULL DEFAULT 0,
	claim_until TEXT NOT NULL DEFAULT ''
);

CREATE TABLE mailbox_secrets (
	name   TEXT PRIMARY KEY,
	sealed TEXT NOT NULL
);

-- Messages that could not be taken in, until somebody decides on them. They lie
-- on the mail server still.
CREATE TABLE mailbox_untaken (
	validity BIGINT NOT NULL,
	uid      BIGINT NOT NULL,
	sender   TEXT NOT NULL DEFAULT '',
	title    TEXT NOT NULL DEFAULT '',
	came_at  TEXT NOT NULL,
	why      TEXT NOT NULL,
	PRIMARY KEY (validity, uid)
);
CREATE INDEX mailbox_untaken_came ON mailbox_untaken (came_at, validity, uid);
