-- What comes in from customers and providers. Times here are milliseconds since 1970 in UTC: they are compared and counted with.

-- The one table of events: written before a webhook is answered; the list, the live stream and what is handed on to the
-- console read it in the order of `place`, which only grows and is never given twice.
CREATE TABLE events (
    place        INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Random, one for each commit. Place and salt together are the event's id, so that a database put back from a backup does
    -- not give an id that somebody has seen for something else.
    salt         INTEGER NOT NULL,
    -- What recognises a redelivery: the beginning of the provider's message id and a digest over integration and id, 19 bytes, so
    -- that all events of a message stand together, and 4 bytes of digest over what happened to it.
    key          BLOB NOT NULL,
    integration  TEXT NOT NULL,
    -- As in the event's JSON: inbound, accepted, sent, delivered, read, failed, opted_out, opted_in, template, notice, unreadable.
    status       TEXT NOT NULL,
    -- Kind of an inbound message; delivery, template, preference, notice or unreadable for others.
    type         TEXT NOT NULL,
    message_id   TEXT,
    -- Whom it is about: the number in digits, or `user:` and the provider's id of a customer whose number is hidden. Null for
    -- what is about nobody, and after personal data was erased.
    who          TEXT,
    -- The customer as the console knows them; null while that is not known.
    customer_key TEXT,
    customer     TEXT,
    -- 1 while it waits for its customer to be known: it is not handed on, and gets a new place when it is.
    held         INTEGER NOT NULL DEFAULT 0,
    -- The quick test that it belongs to.
    test         TEXT,
    -- When it happened, as far as the provider tells; never after received_at.
    happened_at  INTEGER NOT NULL,
    received_at  INTEGER NOT NULL,
    -- The event without what the columns hold: id, customer, test.
    event_json   TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX events_once ON events (key);
CREATE INDEX events_of_customer ON events (who, place) WHERE who IS NOT NULL;
CREATE INDEX events_held ON events (place) WHERE held = 1;

-- Messages that were sent, and how far they got.
CREATE TABLE sent_messages (
    place          INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The first 19 bytes of its events' key; null while the provider's id is not known.
    key            BLOB,
    -- The same over our own id, which some providers report besides or instead of theirs.
    own_key        BLOB NOT NULL,
    integration    TEXT NOT NULL,
    who            TEXT,
    test           TEXT,
    sent_at        INTEGER NOT NULL,
    status         TEXT NOT NULL,
    following_json TEXT NOT NULL
) STRICT;

CREATE INDEX sent_messages_by_key ON sent_messages (key) WHERE key IS NOT NULL;
CREATE INDEX sent_messages_by_own_key ON sent_messages (own_key);
CREATE INDEX sent_messages_of_test ON sent_messages (test) WHERE test IS NOT NULL;
CREATE INDEX sent_messages_of_customer ON sent_messages (who, place) WHERE who IS NOT NULL;

-- Numbers of customers who hide theirs, learnt from messages that showed both.
CREATE TABLE known_users (
    integration TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    number      TEXT NOT NULL,
    PRIMARY KEY (integration, user_id)
) STRICT, WITHOUT ROWID;

-- Customers who are not to be written to by this integration.
CREATE TABLE suppressions (
    integration TEXT NOT NULL,
    who         TEXT NOT NULL,
    since       INTEGER NOT NULL,
    -- keyword: they wrote it; provider: they told WhatsApp or the provider; person: somebody here put them on the list.
    source      TEXT NOT NULL,
    -- Their words, or why.
    reason      TEXT,
    -- The message that they wrote it in.
    message_id  TEXT,
    PRIMARY KEY (integration, who)
) STRICT, WITHOUT ROWID;

-- Addresses that providers call: the digest is compared, the sealed values are shown and registered.
CREATE TABLE callbacks (
    integration TEXT NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
    digest      BLOB NOT NULL,
    token       BLOB NOT NULL,
    -- What the provider signs with.
    secret      BLOB NOT NULL,
    made_at     INTEGER NOT NULL,
    -- Null for the one in use; an older one is taken until then.
    ends_at     INTEGER,
    PRIMARY KEY (integration, digest)
) STRICT, WITHOUT ROWID;

-- When an integration's address was called: proof that it works, and since when replies are known.
CREATE TABLE heard (
    integration  TEXT PRIMARY KEY,
    first_at     INTEGER NOT NULL,
    last_at      INTEGER NOT NULL,
    -- Messages of customers alone.
    inbound_at   INTEGER
) STRICT, WITHOUT ROWID;
