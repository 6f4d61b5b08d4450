-- +goose Up
-- Signing in by OAuth: the integration's settings beside the tokens. What is sealed opens with the folder's key only.

ALTER TABLE connections ADD COLUMN client_id     TEXT NOT NULL DEFAULT '';
ALTER TABLE connections ADD COLUMN redirect_uri  TEXT NOT NULL DEFAULT '';
ALTER TABLE connections ADD COLUMN sealed_secret BLOB;
ALTER TABLE connections ADD COLUMN version       INTEGER NOT NULL DEFAULT 0;
