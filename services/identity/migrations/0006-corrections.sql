-- Corrections about rows whose number cannot be read: nobody on record yet, so they stand for themselves.

ALTER TABLE correction
  ALTER COLUMN employee_id DROP NOT NULL,
  -- Who the row may be about, for entries without an employee: `name key|agency key`.
  ADD COLUMN subject_key text,
  ADD COLUMN agency_id   uuid REFERENCES org_unit,
  -- What the row says but for the number. Personal data, gone when the entry is closed.
  ADD COLUMN row_entry   jsonb,
  ADD COLUMN resolution  jsonb,
  ADD CHECK ((employee_id IS NULL) = (subject_key IS NOT NULL));
CREATE UNIQUE INDEX correction_open_row ON correction (kind, subject_key) WHERE state = 'OPEN' AND employee_id IS NULL;
CREATE INDEX correction_kind ON correction (kind, opened_at, correction_id) WHERE state = 'OPEN';
