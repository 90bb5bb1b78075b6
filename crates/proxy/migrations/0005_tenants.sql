-- Whose an integration is, with everything that hangs on it. What stands not here is of the tenant `local`: all that was made
-- without tokens. A row stays when its integration goes, as events and quick tests do.

CREATE TABLE tenants (
    integration TEXT PRIMARY KEY,
    tenant      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what with an integration, and when. No values, no secrets, no customers.
CREATE TABLE audit (
    place       INTEGER PRIMARY KEY AUTOINCREMENT,
    -- No reference: what was done outlives the integration.
    integration TEXT NOT NULL,
    -- Milliseconds since 1970 in UTC.
    at          INTEGER NOT NULL,
    -- `sub` of the token; null where the proxy was open.
    who         TEXT,
    action      TEXT NOT NULL,
    -- Names of what was changed.
    fields_json TEXT NOT NULL
) STRICT;

CREATE INDEX audit_of_integration ON audit (integration, place);
