-- Records of SIASN that cannot be taken in as they are: why, and how an officer completed them. What SIASN said stays beside it.
ALTER TABLE reconciliation_line
  ADD COLUMN reasons          text[]      NOT NULL DEFAULT '{}',
  ADD COLUMN as_received      jsonb,
  ADD COLUMN completed_by     text,
  ADD COLUMN completed_reason text,
  ADD COLUMN completed_at     timestamptz,
  ADD CONSTRAINT reconciliation_line_completed CHECK (
    (as_received IS NULL) = (completed_by IS NULL) AND (completed_by IS NULL) = (completed_reason IS NULL) AND (completed_by IS NULL) = (completed_at IS NULL));
