-- Events of a customer are found part by part: 8192 places are one part of the index. With one index over all places, each event
-- dirtied a page of its own of it, and the log was mostly such pages; so those that come together are written together.
DROP INDEX events_of_customer;
CREATE INDEX events_of_customer ON events (place >> 13, who) WHERE who IS NOT NULL;

-- Those of customers who hide their numbers, which begin with a letter, are looked for with each number that is learnt.
CREATE INDEX events_of_hidden ON events (who) WHERE who >= 'user:';
