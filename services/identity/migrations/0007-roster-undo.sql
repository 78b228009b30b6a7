-- Undo of a roster import, and mappings that officers have corrected, proposed again for files of the same headings.

ALTER TABLE roster_import
  DROP CONSTRAINT roster_import_state_check,
  ADD CONSTRAINT roster_import_state_check CHECK (state IN
    ('READING', 'NEEDS_MAPPING', 'COMPARING', 'PREVIEWED', 'APPLYING', 'APPLIED', 'UNDOING', 'UNDONE', 'FAILED', 'CANCELLED')),
  ADD COLUMN mapping_source text CHECK (mapping_source IN ('RECOGNISED', 'SAVED', 'OFFICER')),
  ADD COLUMN undo_order     jsonb,
  ADD COLUMN undone_by      text,
  ADD COLUMN rows_undone    integer NOT NULL DEFAULT 0,
  ADD COLUMN rows_kept      integer NOT NULL DEFAULT 0;
DROP INDEX roster_import_work;
CREATE INDEX roster_import_work ON roster_import (uploaded_at) WHERE state IN ('READING', 'COMPARING', 'APPLYING', 'UNDOING');

-- The employee as it was before a row was applied (null for a joiner), and the version that the row left behind.
ALTER TABLE roster_row
  ADD COLUMN before        jsonb,
  ADD COLUMN after_version integer,
  ADD COLUMN undone_at     timestamptz,
  ADD COLUMN kept_because  text;
CREATE INDEX roster_row_undo ON roster_row (import_id, row_number) WHERE after_version IS NOT NULL AND undone_at IS NULL AND kept_because IS NULL;
CREATE INDEX roster_row_kept ON roster_row (import_id, row_number) WHERE kept_because IS NOT NULL;

ALTER TABLE roster_leaver
  ADD COLUMN after_version integer,
  ADD COLUMN undone_at     timestamptz,
  ADD COLUMN kept_because  text;

CREATE TABLE roster_mapping (
  fingerprint text        PRIMARY KEY,
  mapping     jsonb       NOT NULL,
  headings    jsonb       NOT NULL,
  saved_by    text        NOT NULL,
  saved_at    timestamptz NOT NULL DEFAULT now(),
  used        integer     NOT NULL DEFAULT 0,
  used_at     timestamptz
);
