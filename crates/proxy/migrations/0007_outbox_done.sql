-- Events behind the outbox's place that were delivered all the same: one before them is still on its way, or waits for its turn. With them
-- nothing goes out again after a crash but what was on its way.
CREATE TABLE outbox_done (
    -- That of the event.
    place INTEGER PRIMARY KEY
) STRICT;
