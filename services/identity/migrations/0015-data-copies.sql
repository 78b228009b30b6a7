-- Copies of one's own data from all services in one file (salinan data pribadi). Each is for the account that asked, and for nobody else.
CREATE TABLE data_copy (
  copy_id      uuid        PRIMARY KEY,
  requested_by text        NOT NULL,
  employee_id  uuid,
  state        text        NOT NULL DEFAULT 'GATHERING' CHECK (state IN ('GATHERING', 'READY', 'PARTIAL', 'FAILED')),
  requested_at timestamptz NOT NULL DEFAULT now(),
  finished_at  timestamptz,
  -- What each service answered: address, outcome, number of records.
  parts        jsonb       NOT NULL DEFAULT '[]',
  sha256       text,
  bytes        bigint
);
CREATE INDEX data_copy_of ON data_copy (requested_by, copy_id DESC);
CREATE UNIQUE INDEX data_copy_under_way ON data_copy (requested_by) WHERE state = 'GATHERING';
