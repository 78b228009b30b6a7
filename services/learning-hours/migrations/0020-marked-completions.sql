-- A mark names the completions whose lines were written. Their lines are found by completion; by their numbers only the newest part of the
-- ledger would be read through, which grows until the block index is brought up to date.
ALTER TABLE ledger_mark ADD COLUMN completion_ids uuid[];
UPDATE ledger_mark AS m SET completion_ids =
  (SELECT array_agg(DISTINCT e.completion_id) FROM ledger_entry AS e WHERE e.seq BETWEEN m.first_seq AND m.last_seq);
DELETE FROM ledger_mark WHERE completion_ids IS NULL;
ALTER TABLE ledger_mark ALTER COLUMN completion_ids SET NOT NULL, DROP COLUMN first_seq, DROP COLUMN last_seq;
DROP INDEX ledger_entry_seq;
