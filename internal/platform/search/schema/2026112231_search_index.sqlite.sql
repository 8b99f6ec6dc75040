-- +goose Up
CREATE VIRTUAL TABLE search_all USING fts5(terms, content='', contentless_delete=1, detail='none', tokenize='ascii');
CREATE VIRTUAL TABLE search_open USING fts5(terms, content='', contentless_delete=1, detail='none', tokenize='ascii');
CREATE VIRTUAL TABLE search_portal USING fts5(terms, content='', contentless_delete=1, detail='none', tokenize='ascii');
