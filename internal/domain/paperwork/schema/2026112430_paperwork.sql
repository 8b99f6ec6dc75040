-- +goose Up
-- A template that the office made of a built-in paper; the file is attached to it.
CREATE TABLE paper_templates (
	id       TEXT PRIMARY KEY,
	kind     TEXT NOT NULL,
	langs    TEXT NOT NULL,
	format   TEXT NOT NULL CHECK (format IN ('docx', 'odt')),
	edition  BIGINT NOT NULL,
	name     TEXT NOT NULL,
	content  TEXT NOT NULL,
	in_use   BOOLEAN NOT NULL,
	at       TEXT NOT NULL,
	actor_id TEXT NOT NULL,
	actor    TEXT NOT NULL
);
CREATE UNIQUE INDEX paper_templates_kind_langs_format_edition_key ON paper_templates (kind, langs, format, edition);

-- A paper that was made; the file is attached to the activity.
CREATE TABLE made_papers (
	id          TEXT PRIMARY KEY,
	activity_id TEXT NOT NULL,
	kind        TEXT NOT NULL,
	langs       TEXT NOT NULL,
	format      TEXT NOT NULL,
	edition     BIGINT NOT NULL,
	template_id TEXT NOT NULL DEFAULT '',
	content     TEXT NOT NULL,
	holes       TEXT NOT NULL DEFAULT '',
	at          TEXT NOT NULL,
	actor_id    TEXT NOT NULL,
	actor       TEXT NOT NULL
);
CREATE UNIQUE INDEX made_papers_activity_id_kind_langs_format_edition_key ON made_papers (activity_id, kind, langs, format, edition);

-- What papers of an activity say beside its records.
CREATE TABLE paper_details (
	activity_id      TEXT PRIMARY KEY,
	version          BIGINT NOT NULL,
	signer_id        TEXT NOT NULL DEFAULT '',
	signer_post_id   TEXT NOT NULL DEFAULT '',
	responsible_id   TEXT NOT NULL DEFAULT '',
	responsible_post_id TEXT NOT NULL DEFAULT '',
	addressee_id     TEXT NOT NULL DEFAULT '',
	addressee_post_id TEXT NOT NULL DEFAULT '',
	purpose          TEXT NOT NULL DEFAULT '',
	ground           TEXT NOT NULL DEFAULT '',
	funds            TEXT NOT NULL DEFAULT ''
);

-- The forms of a name as somebody typed them.
CREATE TABLE name_forms (
	kind          TEXT NOT NULL,
	record_id     TEXT NOT NULL,
	version       BIGINT NOT NULL,
	genitive      TEXT NOT NULL DEFAULT '',
	dative        TEXT NOT NULL DEFAULT '',
	accusative    TEXT NOT NULL DEFAULT '',
	instrumental  TEXT NOT NULL DEFAULT '',
	prepositional TEXT NOT NULL DEFAULT '',
	short         TEXT NOT NULL DEFAULT '',
	salutation    TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (kind, record_id)
);
