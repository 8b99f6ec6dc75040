-- +goose Up
-- The Message-ID of the mail, which says that it is the same one; the message of
-- the outbox by which it was sent; what it says.
ALTER TABLE letters ADD COLUMN mail_id TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN message_id TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN body TEXT NOT NULL DEFAULT '';
CREATE INDEX letters_mail ON letters (mail_id) WHERE mail_id <> '';
CREATE INDEX letters_message ON letters (message_id) WHERE message_id <> '';

-- What the register will say of a message that is still to be sent.
CREATE TABLE letter_drafts (
	message_id TEXT PRIMARY KEY REFERENCES outbox_messages (id),
	partner_id TEXT NOT NULL DEFAULT '',
	person_id  TEXT NOT NULL DEFAULT '',
	answers_id TEXT NOT NULL DEFAULT '',
	waits      BOOLEAN NOT NULL DEFAULT FALSE,
	by_date    TEXT NOT NULL DEFAULT '',
	number     TEXT NOT NULL DEFAULT ''
);
