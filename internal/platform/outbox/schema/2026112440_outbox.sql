-- +goose Up
CREATE TABLE outbox_messages (
	id            TEXT PRIMARY KEY,
	version       BIGINT NOT NULL,
	title         TEXT NOT NULL,
	body          TEXT NOT NULL,
	langs         TEXT NOT NULL,
	sender        TEXT NOT NULL DEFAULT '',
	-- As they were typed, one to a line; who was really written to is in
	-- outbox_recipients.
	recipients    TEXT NOT NULL DEFAULT '',
	files         TEXT NOT NULL DEFAULT '',
	occasion_kind TEXT NOT NULL DEFAULT '',
	occasion_id   TEXT NOT NULL DEFAULT '',
	in_reply_to   TEXT NOT NULL DEFAULT '',
	references_to TEXT NOT NULL DEFAULT '',
	state         TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'sending', 'sent', 'failed')),
	by_hand       BOOLEAN NOT NULL DEFAULT FALSE,
	made_at       TEXT NOT NULL,
	queued_at     TEXT NOT NULL DEFAULT '',
	due_at        TEXT NOT NULL DEFAULT '',
	-- When its state last changed: the order of lists.
	moved_at      TEXT NOT NULL,
	visibility    TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned        BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX outbox_messages_state ON outbox_messages (state, moved_at, id) WHERE NOT binned;
CREATE INDEX outbox_messages_occasion ON outbox_messages (occasion_id, occasion_kind, moved_at, id) WHERE NOT binned AND occasion_id <> '';

-- One row is one message to one mailbox, with the Message-ID that it keeps
-- however often it has to be sent.
CREATE TABLE outbox_recipients (
	message_id  TEXT NOT NULL REFERENCES outbox_messages (id),
	n           BIGINT NOT NULL,
	name        TEXT NOT NULL,
	box         TEXT NOT NULL,
	mail_id     TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'bounced')),
	tries       BIGINT NOT NULL DEFAULT 0,
	next_at     TEXT NOT NULL,
	-- Who is sending it, and until when nobody else may.
	claim       TEXT NOT NULL DEFAULT '',
	claim_until TEXT NOT NULL DEFAULT '',
	code        BIGINT NOT NULL DEFAULT 0,
	enhanced    TEXT NOT NULL DEFAULT '',
	said        TEXT NOT NULL DEFAULT '',
	at          TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (message_id, n)
);
CREATE UNIQUE INDEX outbox_recipients_mail_id_key ON outbox_recipients (mail_id);
CREATE INDEX outbox_recipients_due ON outbox_recipients (next_at, message_id, n) WHERE state = 'queued';

-- One row at most: where mail is handed over, and since when it is not taken.
CREATE TABLE outbox_server (
	id         TEXT PRIMARY KEY CHECK (id = 'mail'),
	version    BIGINT NOT NULL,
	host       TEXT NOT NULL,
	port       BIGINT NOT NULL,
	security   TEXT NOT NULL CHECK (security IN ('tls', 'starttls', 'none')),
	login      TEXT NOT NULL,
	senders    TEXT NOT NULL,
	domain     TEXT NOT NULL,
	selector   TEXT NOT NULL,
	down_since TEXT NOT NULL DEFAULT '',
	down_why   TEXT NOT NULL DEFAULT '',
	retry_at   TEXT NOT NULL DEFAULT '',
	tries      BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE outbox_secrets (
	name   TEXT PRIMARY KEY,
	sealed TEXT NOT NULL
);
