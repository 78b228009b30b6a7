-- Two records of one person joined into one (penggabungan data ganda). Until it is confirmed, or its time is over, it can be undone: `before` holds what it changed.
CREATE TABLE record_merge (
  merge_id    uuid        PRIMARY KEY,
  stays       uuid        NOT NULL REFERENCES employee,
  goes        uuid        NOT NULL REFERENCES employee,
  state       text        NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'FINAL', 'UNDONE')),
  -- Personal data of the record that went; gone with the end of the time in which it can be undone.
  before      jsonb,
  merged_by   text        NOT NULL,
  merged_at   timestamptz NOT NULL DEFAULT now(),
  undo_until  timestamptz NOT NULL,
  note        text,
  ended_by    text,
  ended_at    timestamptz,
  CHECK (stays <> goes),
  CHECK ((state = 'OPEN') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX record_merge_goes ON record_merge (goes) WHERE state <> 'UNDONE';
CREATE INDEX record_merge_due ON record_merge (undo_until) WHERE state = 'OPEN';
CREATE INDEX record_merge_stays ON record_merge (stays);

-- Merges of before were told at once.
INSERT INTO record_merge (merge_id, stays, goes, state, merged_by, merged_at, undo_until, ended_by, ended_at)
  SELECT uuidv7(), merged_into, employee_id, 'FINAL', 'migration', changed_at, changed_at, 'migration', changed_at FROM employee WHERE merged_into IS NOT NULL;
CREATE INDEX employee_merged_into ON employee (merged_into) WHERE merged_into IS NOT NULL;
