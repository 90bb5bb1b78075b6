-- Events on their way to the console. Most never stand here: the outbox is a place among all events, and beside it the few
-- that failed, with those behind them of the same customer. Times are milliseconds since 1970 in UTC.

CREATE TABLE outbox (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    -- Every event up to here was delivered, or stands below.
    place    INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox_events (
    -- That of the event. The event may be gone; then there is nothing to deliver any more.
    place        INTEGER PRIMARY KEY,
    -- Events of one lane go one after the other: a digest of whom they are about.
    lane         INTEGER NOT NULL,
    tries        INTEGER NOT NULL DEFAULT 0,
    next_at      INTEGER NOT NULL,
    -- 1 once it was given up.
    dead         INTEGER NOT NULL DEFAULT 0,
    failed_at    TEXT,
    failure_code TEXT,
    failure_text TEXT
) STRICT;

CREATE INDEX outbox_lanes ON outbox_events (lane, place) WHERE dead = 0;
CREATE INDEX outbox_dead ON outbox_events (place) WHERE dead = 1;

-- What customers wrote, for the activity list, which would else read past all the reports between.
CREATE INDEX events_inbound ON events (place, integration) WHERE status = 'inbound';
