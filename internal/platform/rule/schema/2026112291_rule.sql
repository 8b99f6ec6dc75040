-- +goose Up
CREATE TABLE rule_packs (
	name    TEXT PRIMARY KEY,
	version BIGINT NOT NULL,
	body    TEXT NOT NULL
);

CREATE TABLE rule_years (
	country TEXT NOT NULL,
	year    BIGINT NOT NULL,
	version BIGINT NOT NULL,
	body    TEXT NOT NULL,
	PRIMARY KEY (country, year)
);
