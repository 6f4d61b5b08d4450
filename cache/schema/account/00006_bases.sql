-- +goose Up
-- The server's words in the order they came, and an index that says where each
-- is. As rows by id, a page of a list would go to as many places of the largest
-- tables as it has rows, and every place is a page of the disk to write.

ALTER TABLE leads_base RENAME TO leads_base_by_id;
CREATE TABLE leads_base (
    at   INTEGER PRIMARY KEY,
    id   INTEGER NOT NULL UNIQUE,
    base BLOB NOT NULL
);
INSERT INTO leads_base (id, base) SELECT id, base FROM leads_base_by_id ORDER BY id;
DROP TABLE leads_base_by_id;

ALTER TABLE contacts_base RENAME TO contacts_base_by_id;
CREATE TABLE contacts_base (
    at   INTEGER PRIMARY KEY,
    id   INTEGER NOT NULL UNIQUE,
    base BLOB NOT NULL
);
INSERT INTO contacts_base (id, base) SELECT id, base FROM contacts_base_by_id ORDER BY id;
DROP TABLE contacts_base_by_id;

ALTER TABLE companies_base RENAME TO companies_base_by_id;
CREATE TABLE companies_base (
    at   INTEGER PRIMARY KEY,
    id   INTEGER NOT NULL UNIQUE,
    base BLOB NOT NULL
);
INSERT INTO companies_base (id, base) SELECT id, base FROM companies_base_by_id ORDER BY id;
DROP TABLE companies_base_by_id;

ALTER TABLE tasks_base RENAME TO tasks_base_by_id;
CREATE TABLE tasks_base (
    at   INTEGER PRIMARY KEY,
    id   INTEGER NOT NULL UNIQUE,
    base BLOB NOT NULL
);
INSERT INTO tasks_base (id, base) SELECT id, base FROM tasks_base_by_id ORDER BY id;
DROP TABLE tasks_base_by_id;

ALTER TABLE notes_base RENAME TO notes_base_by_id;
CREATE TABLE notes_base (
    at   INTEGER PRIMARY KEY,
    id   INTEGER NOT NULL UNIQUE,
    base BLOB NOT NULL
);
INSERT INTO notes_base (id, base) SELECT id, base FROM notes_base_by_id ORDER BY id;
DROP TABLE notes_base_by_id;
