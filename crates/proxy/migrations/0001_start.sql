-- Texts are UTF-8, times RFC 3339 in UTC; columns that end in _json hold the shapes of the domain crate.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE integrations (
    id              TEXT PRIMARY KEY,
    version         INTEGER NOT NULL,
    name            TEXT NOT NULL,
    provider        TEXT NOT NULL,
    settings_json   TEXT NOT NULL,
    two_way_json    TEXT NOT NULL,
    limits_json     TEXT NOT NULL,
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL,
    -- The last connection check of exactly this state.
    last_check_json TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
    integration TEXT NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
    field       TEXT NOT NULL,
    -- Nonce and sealed bytes, bound to both columns above.
    sealed      BLOB NOT NULL,
    PRIMARY KEY (integration, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE quick_tests (
    place       INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    -- The caller's own id and a digest of what came with it: a repeat gets the first answer.
    caller_id   TEXT UNIQUE,
    digest      BLOB,
    -- No reference: the history outlives the integration.
    integration TEXT NOT NULL,
    record_json TEXT NOT NULL
) STRICT;

CREATE INDEX quick_tests_of_integration ON quick_tests (integration, place);
