-- +goose Up
-- How the office writes letters. Templates that come along with the program have
-- no row until somebody changes them; shipped then says which one it stands for.
CREATE TABLE letter_templates (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	type       TEXT NOT NULL CHECK (type IN ('invitation', 'thanks', 'congratulation', 'reply', 'request', 'other')),
	name       TEXT NOT NULL,
	fold       TEXT NOT NULL,
	lang       TEXT NOT NULL,
	title      TEXT NOT NULL,
	body       TEXT NOT NULL,
	shipped    TEXT NOT NULL DEFAULT '',
	visibility TEXT NOT NULL CHECK (visibility IN ('department', 'administration', 'participants', 'public')),
	binned     BOOLEAN NOT NULL DEFAULT FALSE
);
-- One stands for each at most; two of one name would have to be chosen from.
CREATE UNIQUE INDEX letter_templates_shipped_key ON letter_templates (shipped) WHERE NOT binned AND shipped <> '';
CREATE UNIQUE INDEX letter_templates_fold_lang_key ON letter_templates (fold, lang) WHERE NOT binned;
