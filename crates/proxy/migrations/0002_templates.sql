-- The templates of an integration as its provider listed them last, so that they are at hand after a restart.

CREATE TABLE template_lists (
    integration TEXT PRIMARY KEY REFERENCES integrations (id) ON DELETE CASCADE,
    synced_at   TEXT NOT NULL,
    items_json  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
