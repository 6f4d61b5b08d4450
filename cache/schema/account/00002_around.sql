-- +goose Up
-- What stands around a lead: the account's definitions, notes and events,
-- incoming leads, links, and what lists of contacts, companies and tasks show.

-- Complete lists that are replaced as a whole.
CREATE TABLE definitions (
    kind   TEXT NOT NULL,    -- custom_fields, field_groups, loss_reasons, tags
    entity TEXT NOT NULL,    -- whose, '' for loss reasons
    id     TEXT NOT NULL,
    place  INTEGER NOT NULL, -- in the server's list
    base   BLOB NOT NULL,
    PRIMARY KEY (kind, entity, id)
) WITHOUT ROWID;

CREATE TABLE lead_contacts (
    lead_id    INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    is_main    INTEGER NOT NULL,
    PRIMARY KEY (lead_id, contact_id)
) WITHOUT ROWID;

CREATE INDEX lead_contacts_contact ON lead_contacts (contact_id, lead_id);
CREATE INDEX leads_company ON leads (company_id, id) WHERE company_id <> 0;

ALTER TABLE contacts ADD COLUMN letter TEXT NOT NULL DEFAULT ''; -- under which lists show it: A … Z, or #
ALTER TABLE contacts ADD COLUMN owner_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN company_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN phone TEXT NOT NULL DEFAULT ''; -- the first one, as it was written
ALTER TABLE contacts ADD COLUMN email TEXT NOT NULL DEFAULT ''; -- likewise
ALTER TABLE contacts ADD COLUMN tags TEXT NOT NULL DEFAULT ''; -- as in leads
ALTER TABLE contacts ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

CREATE INDEX contacts_list ON contacts (search, id, letter);
CREATE INDEX contacts_company ON contacts (company_id, search, id) WHERE company_id <> 0;

ALTER TABLE companies ADD COLUMN letter TEXT NOT NULL DEFAULT '';
ALTER TABLE companies ADD COLUMN owner_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE companies ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE companies ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE companies ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE companies ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE companies ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

CREATE INDEX companies_list ON companies (search, id, letter);

-- Phones and e-mail addresses of contacts and companies, to be found by.
CREATE TABLE contact_points (
    entity    TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    kind      TEXT NOT NULL, -- phone, email
    value     TEXT NOT NULL, -- digits alone; in lower case
    tail      TEXT NOT NULL, -- the last nine digits; the whole address
    PRIMARY KEY (entity, entity_id, kind, value)
) WITHOUT ROWID;

CREATE INDEX contact_points_tail ON contact_points (kind, tail);

ALTER TABLE tasks ADD COLUMN entity TEXT NOT NULL DEFAULT ''; -- what it is about, '' for nothing
ALTER TABLE tasks ADD COLUMN entity_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN result TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

CREATE INDEX tasks_entity ON tasks (entity, entity_id, is_completed, complete_till, id);
CREATE INDEX tasks_due ON tasks (is_completed, complete_till, id);

CREATE TABLE notes (
    id         INTEGER PRIMARY KEY,
    entity     TEXT NOT NULL, -- leads, contacts, companies
    entity_id  INTEGER NOT NULL,
    note_type  TEXT NOT NULL,
    text       TEXT NOT NULL, -- what it says, for reading and searching
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE INDEX notes_feed ON notes (entity, entity_id, created_at DESC, id DESC);

CREATE TABLE notes_base (
    id   INTEGER PRIMARY KEY,
    base BLOB NOT NULL
);

-- Events of the entities somebody has looked at.
CREATE TABLE events (
    id         TEXT PRIMARY KEY,
    entity     TEXT NOT NULL, -- leads, contacts, companies, tasks
    entity_id  INTEGER NOT NULL,
    type       TEXT NOT NULL,
    note_id    INTEGER NOT NULL, -- the note whose appearance it tells, 0 for others
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    base       BLOB NOT NULL
);

CREATE INDEX events_feed ON events (entity, entity_id, created_at DESC, id DESC);

-- How much of an entity's events is here.
CREATE TABLE feeds (
    entity    TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    newest    INTEGER NOT NULL, -- all up to this second are here
    oldest    INTEGER NOT NULL, -- and none older than this one, unless is_whole
    is_whole  INTEGER NOT NULL,
    loaded_at INTEGER NOT NULL, -- local clock
    PRIMARY KEY (entity, entity_id)
) WITHOUT ROWID;

CREATE TABLE incoming (
    uid         TEXT PRIMARY KEY,
    lead_id     INTEGER NOT NULL, -- 0 without one
    pipeline_id INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    base        BLOB NOT NULL
);

-- The new columns and tables are filled from the bases by Go, see rebuild.go.
INSERT INTO marks (key, value)
    SELECT 'rebuild', 'around' WHERE EXISTS (SELECT 1 FROM leads_base) OR EXISTS (SELECT 1 FROM contacts_base)
        OR EXISTS (SELECT 1 FROM companies_base) OR EXISTS (SELECT 1 FROM tasks_base);
