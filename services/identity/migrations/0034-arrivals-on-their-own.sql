-- What the other region said of the end of a transfer: the person is taken in by a transaction of its own, which begins to write behind the registry's lock alone.
ALTER TABLE transfer_in ADD COLUMN concluded_on date, ADD COLUMN concluded_event uuid;
CREATE INDEX transfer_in_arriving ON transfer_in (received_at) WHERE state = 'ACCEPTED' AND concluded_event IS NOT NULL;
