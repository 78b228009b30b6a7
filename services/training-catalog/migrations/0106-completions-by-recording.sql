-- Ranges of a block index that no vacuum has summarised yet are read whole, and the newest ones are what is asked for. Few completions name a
-- programme of the catalogue, and they come in order: a small index that grows at its end.
DROP INDEX completion_recorded;
CREATE INDEX completion_recorded ON completion (recorded_at) WHERE programme_id IS NOT NULL;
