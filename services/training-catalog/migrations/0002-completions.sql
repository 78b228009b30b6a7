-- Who completed what. A row is revoked, never deleted. `source_key` is the identity of the record it was read from: the same record read
-- again adds nothing, unless its completion was revoked.
CREATE TABLE completion (
  completion_id       uuid        PRIMARY KEY,
  employee_id         uuid        NOT NULL,
  programme_id        uuid,
  session_id          uuid,
  title               text        NOT NULL,
  organiser           text        NOT NULL,
  path_code           text        NOT NULL,
  scope               text        NOT NULL CHECK (scope IN ('NATIONAL', 'INTERNATIONAL')),
  quantity_hundredths integer     NOT NULL CHECK (quantity_hundredths BETWEEN 1 AND 10000000),
  started_on          date        NOT NULL,
  completed_on        date        NOT NULL CHECK (completed_on >= started_on),
  certificate_number  text,
  source_key          text,
  import_id           uuid,
  recorded_by         text        NOT NULL,
  recorded_at         timestamptz NOT NULL DEFAULT now(),
  revoked_at          timestamptz,
  revoked_by          text,
  revoked_reason      text,
  CHECK ((revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoked_reason IS NULL))
);
CREATE UNIQUE INDEX completion_source ON completion (source_key) WHERE source_key IS NOT NULL AND revoked_at IS NULL;
CREATE INDEX completion_employee ON completion (employee_id, completion_id);

-- Imports of completion files: everything that a worker needs to go on after a crash. Swept after 90 days: rows are personal data.
CREATE TABLE completion_import (
  import_id     uuid        PRIMARY KEY,
  state         text        NOT NULL CHECK (state IN ('WORKING', 'DONE', 'FAILED')),
  file_name     text        NOT NULL,
  file_bytes    integer     NOT NULL,
  content_hash  text        NOT NULL,
  uploaded_by   text        NOT NULL,
  uploaded_at   timestamptz NOT NULL DEFAULT now(),
  header        jsonb,
  rows_total    integer     NOT NULL,
  rows_read     integer     NOT NULL DEFAULT 0,
  rows_recorded integer     NOT NULL DEFAULT 0,
  rows_repeated integer     NOT NULL DEFAULT 0,
  rows_refused  integer     NOT NULL DEFAULT 0,
  failure_code  text,
  changed_at    timestamptz NOT NULL DEFAULT now(),
  finished_at   timestamptz
);
CREATE INDEX completion_import_work ON completion_import (uploaded_at) WHERE state = 'WORKING';
CREATE TABLE completion_import_file (
  import_id uuid  PRIMARY KEY REFERENCES completion_import ON DELETE CASCADE,
  content   bytea NOT NULL
);
-- Rows that were refused, with their cells as they stood, to be handed back.
CREATE TABLE completion_import_row (
  import_id  uuid    NOT NULL REFERENCES completion_import ON DELETE CASCADE,
  row_number integer NOT NULL,
  problems   jsonb   NOT NULL,
  cells      jsonb   NOT NULL,
  PRIMARY KEY (import_id, row_number)
);
