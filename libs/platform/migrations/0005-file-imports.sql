-- Imports of table files (.xlsx, .csv) by officers: all that a worker needs to go on after a crash. `rows_read` moves on in the
-- transaction that takes the rows in, so each row has its effect once. Swept after 90 days: rows may be personal data.
CREATE TABLE file_import (
  import_id     uuid        PRIMARY KEY,
  kind          text        NOT NULL,
  state         text        NOT NULL DEFAULT 'WORKING' CHECK (state IN ('WORKING', 'DONE', 'FAILED')),
  file_name     text        NOT NULL,
  file_bytes    integer     NOT NULL,
  content_hash  text        NOT NULL,
  parameters    jsonb       NOT NULL DEFAULT '{}',
  uploaded_by   text        NOT NULL,
  uploaded_at   timestamptz NOT NULL DEFAULT now(),
  header        jsonb,
  rows_read     integer     NOT NULL DEFAULT 0,
  rows_taken    integer     NOT NULL DEFAULT 0,
  rows_repeated integer     NOT NULL DEFAULT 0,
  rows_refused  integer     NOT NULL DEFAULT 0,
  failure_code  text,
  changed_at    timestamptz NOT NULL DEFAULT now(),
  finished_at   timestamptz
);
CREATE INDEX file_import_work ON file_import (kind, uploaded_at) WHERE state = 'WORKING';
CREATE TABLE file_import_content (
  import_id uuid  PRIMARY KEY REFERENCES file_import ON DELETE CASCADE,
  content   bytea NOT NULL
);
-- Rows that were refused, with their cells as they stood, to be handed back.
CREATE TABLE file_import_refusal (
  import_id  uuid    NOT NULL REFERENCES file_import ON DELETE CASCADE,
  row_number integer NOT NULL,
  problems   jsonb   NOT NULL,
  cells      jsonb   NOT NULL,
  PRIMARY KEY (import_id, row_number)
);
