-- +goose Up
-- Preparation: tasks that hang on the day of an anchor. The anchor is a record
-- with a day, such as an activity.
CREATE TABLE chains (
	id          TEXT PRIMARY KEY,
	anchor_kind TEXT NOT NULL,
	anchor_id   TEXT NOT NULL,
	-- The record whose jubilee is prepared, and the year of the jubilee.
	of_kind     TEXT NOT NULL DEFAULT '',
	of_id       TEXT NOT NULL DEFAULT '',
	of_year     BIGINT NOT NULL DEFAULT 0,
	-- The days of the anchor that the steps are counted from, EDTF, and those
	-- before the last move.
	starts      TEXT NOT NULL,
	ends        TEXT NOT NULL DEFAULT '',
	was_starts  TEXT NOT NULL DEFAULT '',
	was_ends    TEXT NOT NULL DEFAULT '',
	asks        TEXT NOT NULL DEFAULT '' CHECK (asks IN ('', 'moved', 'off'))
);
CREATE INDEX chains_anchor ON chains (anchor_id, anchor_kind);
CREATE INDEX chains_of ON chains (of_id, of_kind, of_year) WHERE of_id <> '';
CREATE INDEX chains_asks ON chains (asks, id) WHERE asks <> '';

CREATE TABLE chain_steps (
	task_id     TEXT PRIMARY KEY,
	anchor_kind TEXT NOT NULL,
	anchor_id   TEXT NOT NULL,
	-- 'before 3 month', 'budget 2 week 13'.
	lead        TEXT NOT NULL,
	-- The day that the lead gave; a task that is due on another one was moved by hand.
	counted     TEXT NOT NULL
);
CREATE INDEX chain_steps_anchor ON chain_steps (anchor_id, anchor_kind);

CREATE TABLE chain_sets (
	id      TEXT PRIMARY KEY,
	version BIGINT NOT NULL,
	title   TEXT NOT NULL,
	steps   TEXT NOT NULL
);
-- The habit of an office, to be changed on the screen; no law says so.
INSERT INTO chain_sets (id, version, title, steps) VALUES ('jubilee', 1, '{"src":"ru","text":{"ru":"Юбилей","en":"Jubilee"},"of":{"en":"0c35c35327258418"}}', '[{"title":{"src":"ru","text":{"ru":"Собрать рабочую группу","en":"Set up a working group"},"of":{"en":"73e6136f0fd129a5"}},"way":"before","n":18,"unit":"month"},{"title":{"src":"ru","text":{"ru":"Письмо партнёру: как отметим","en":"Letter to the partner: how shall we mark it"},"of":{"en":"713ddeb8b1d7c9e4"}},"way":"before","n":15,"unit":"month"},{"title":{"src":"ru","text":{"ru":"Подать заявку в бюджет","en":"Hand in the budget request"},"of":{"en":"5cca7faaf0ec37d3"}},"way":"budget","n":2,"unit":"week","spare":13},{"title":{"src":"ru","text":{"ru":"Пригласить делегацию","en":"Invite the delegation"},"of":{"en":"b166b14595f257b4"}},"way":"before","n":6,"unit":"month"},{"title":{"src":"ru","text":{"ru":"Утвердить программу","en":"Approve the programme"},"of":{"en":"530894b7d2ed4224"}},"way":"before","n":3,"unit":"month"},{"title":{"src":"ru","text":{"ru":"Опубликовать анонс","en":"Publish the announcement"},"of":{"en":"dd717f4d61ba0402"}},"way":"before","n":2,"unit":"week"},{"title":{"src":"ru","text":{"ru":"Проверить, что осталось через год","en":"Check what has remained a year after"},"of":{"en":"8aa913259245849d"}},"way":"after","n":1,"unit":"year"}]');

CREATE TABLE chain_settings (
	id      TEXT PRIMARY KEY CHECK (id = 'office'),
	version BIGINT NOT NULL,
	-- The yearly day of requests for next year's budget, '10-01'; empty: unknown.
	budget  TEXT NOT NULL DEFAULT ''
);
INSERT INTO chain_settings (id, version, budget) VALUES ('office', 1, '');
