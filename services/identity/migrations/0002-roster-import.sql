-- Roster import: everything that a worker needs to go on after a crash. Rows hold personal data and are swept after 90 days.

CREATE TABLE roster_import (
  import_id     uuid        PRIMARY KEY,
  state         text        NOT NULL CHECK (state IN ('READING', 'NEEDS_MAPPING', 'COMPARING', 'PREVIEWED', 'APPLYING', 'APPLIED', 'FAILED', 'CANCELLED')),
  file_name     text        NOT NULL,
  file_format   text        NOT NULL CHECK (file_format IN ('XLSX', 'CSV')),
  file_bytes    integer     NOT NULL,
  content_hash  text        NOT NULL,
  uploaded_by   text        NOT NULL,
  uploaded_at   timestamptz NOT NULL DEFAULT now(),
  -- Sheets with their headings as found, and the mapping in force: recognised, then corrected by the officer.
  layout        jsonb,
  mapping       jsonb,
  mapped_by     text,
  -- The worker that reads or compares now: another one's late writes find a different token and are dropped.
  attempt       uuid,
  rows_total    integer,
  rows_read     integer     NOT NULL DEFAULT 0,
  rows_bad      integer     NOT NULL DEFAULT 0,
  rows_compared integer     NOT NULL DEFAULT 0,
  rows_ignored  integer     NOT NULL DEFAULT 0,
  apply_order   jsonb,
  applied_by    text,
  rows_applied  integer     NOT NULL DEFAULT 0,
  leavers_applied integer   NOT NULL DEFAULT 0,
  events_written integer    NOT NULL DEFAULT 0,
  failure_code  text,
  changed_at    timestamptz NOT NULL DEFAULT now(),
  finished_at   timestamptz
);
CREATE INDEX roster_import_order ON roster_import (uploaded_at DESC, import_id);
CREATE INDEX roster_import_work ON roster_import (uploaded_at) WHERE state IN ('READING', 'COMPARING', 'APPLYING');
CREATE INDEX roster_import_hash ON roster_import (content_hash);

CREATE TABLE roster_file (
  import_id uuid  PRIMARY KEY REFERENCES roster_import ON DELETE CASCADE,
  content   bytea NOT NULL
);

CREATE TABLE roster_row (
  import_id     uuid    NOT NULL REFERENCES roster_import ON DELETE CASCADE,
  row_number    integer NOT NULL,
  good          boolean NOT NULL,
  problems      jsonb   NOT NULL DEFAULT '[]',
  warnings      jsonb   NOT NULL DEFAULT '[]',
  -- The cells as they stood, kept for bad rows only, so that they can be handed back.
  cells         jsonb,
  employee_number text,
  -- The first 15 digits of a number that a spreadsheet damaged: enough not to mistake the person for a leaver.
  intact_digits text,
  name          text,
  name_key      text,
  entry         jsonb,
  difference    text    CHECK (difference IN ('JOINER', 'RETURNER', 'CHANGED', 'SAME')),
  employee_id   uuid,
  changes       jsonb,
  applied_at    timestamptz,
  PRIMARY KEY (import_id, row_number)
);
CREATE INDEX roster_row_bad ON roster_row (import_id, row_number) WHERE NOT good;
CREATE INDEX roster_row_waiting ON roster_row (import_id, row_number) WHERE good AND applied_at IS NULL;
CREATE INDEX roster_row_difference ON roster_row (import_id, difference, row_number);
CREATE INDEX roster_row_number ON roster_row (import_id, employee_number);

CREATE TABLE roster_leaver (
  import_id   uuid        NOT NULL REFERENCES roster_import ON DELETE CASCADE,
  employee_id uuid        NOT NULL REFERENCES employee,
  applied_at  timestamptz,
  PRIMARY KEY (import_id, employee_id)
);

-- Agencies and units that the file names and nobody has recorded yet.
CREATE TABLE roster_unit (
  import_id   uuid NOT NULL REFERENCES roster_import ON DELETE CASCADE,
  agency_key  text NOT NULL,
  unit_key    text NOT NULL,
  agency_name text NOT NULL,
  unit_name   text,
  people      integer NOT NULL DEFAULT 0,
  PRIMARY KEY (import_id, agency_key, unit_key)
);
