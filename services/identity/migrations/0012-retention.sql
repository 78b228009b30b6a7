-- How long personal data is kept (retensi data pribadi), as dated rows that a region adds to without a release. Of a kind the newest rule that has begun holds;
-- where none has, nothing goes. `keep`: null, for good. `certainty` as for the ages of retirement: the guideline on personnel archives exists (Peraturan ANRI
-- 22/2017), the periods in it were not read, so those below are ours until a region names its own schedule (jadwal retensi arsip).
CREATE TABLE retention_rule (
  rule_id     uuid        PRIMARY KEY DEFAULT uuidv7(),
  kind        text        NOT NULL CHECK (kind IN ('ROSTER_IMPORT', 'UNIT_IMPORT', 'CORRECTION', 'TRANSFER', 'ACCOUNT', 'SIGN_IN_FAILURE', 'NOTICE', 'DATA_COPY',
                                                   'EMPLOYEE_IDENTITY', 'EMPLOYMENT_HISTORY', 'AUDIT_TRAIL')),
  keep        interval,
  valid_from  date        NOT NULL,
  basis       text        NOT NULL,
  certainty   text        NOT NULL CHECK (certainty IN ('confirmed', 'secondary', 'unverified', 'assumed')),
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  -- Taken back before it began.
  ended_at    timestamptz,
  ended_by    text,
  CHECK (kind NOT IN ('EMPLOYMENT_HISTORY', 'AUDIT_TRAIL') OR keep IS NULL)
);
CREATE UNIQUE INDEX retention_rule_day ON retention_rule (kind, valid_from) WHERE ended_at IS NULL;
INSERT INTO retention_rule (kind, keep, valid_from, basis, certainty, recorded_by) VALUES
  ('ROSTER_IMPORT', 'P90D', '2022-10-17', 'UU 27/2022: no longer than the purpose asks; the period is ours', 'assumed', 'product'),
  ('UNIT_IMPORT', 'P90D', '2022-10-17', 'UU 27/2022: no longer than the purpose asks; the period is ours', 'assumed', 'product'),
  ('CORRECTION', 'P2Y', '2022-10-17', 'UU 27/2022: no longer than the purpose asks; the period is ours', 'assumed', 'product'),
  ('TRANSFER', 'P2Y', '2022-10-17', 'UU 27/2022: no longer than the purpose asks; the period is ours, as for facts of persons shared between regions', 'assumed', 'product'),
  ('ACCOUNT', 'P30D', '2022-10-17', 'UU 27/2022: no longer than the purpose asks; the period is ours', 'assumed', 'product'),
  ('SIGN_IN_FAILURE', 'P90D', '2022-10-17', 'UU 27/2022: no longer than the purpose asks; the period is ours', 'assumed', 'product'),
  ('NOTICE', 'P1Y', '2022-10-17', 'UU 27/2022: no longer than the purpose asks; the period is ours', 'assumed', 'product'),
  ('DATA_COPY', 'P7D', '2022-10-17', 'UU 27/2022: no longer than the purpose asks; the period is ours', 'assumed', 'product'),
  ('EMPLOYEE_IDENTITY', 'P10Y', '2022-10-17', 'UU 43/2009, Peraturan ANRI 22/2017 (personnel archives); the period is ours', 'assumed', 'product'),
  ('EMPLOYMENT_HISTORY', NULL, '2022-10-17', 'UU 43/2009, Peraturan ANRI 22/2017 (personnel archives)', 'unverified', 'product'),
  ('AUDIT_TRAIL', NULL, '2022-10-17', 'UU 27/2022: the controller shows who read and changed what', 'unverified', 'product');

-- What a rule did: figures only.
CREATE TABLE retention_run (
  run_id      uuid        PRIMARY KEY,
  kind        text        NOT NULL,
  rule_id     uuid        NOT NULL REFERENCES retention_rule,
  erased      integer     NOT NULL CHECK (erased > 0),
  finished_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX retention_run_order ON retention_run (run_id DESC);

ALTER TABLE employee ADD COLUMN identity_erased_on date;
CREATE INDEX employee_identity_kept ON employee (left_on, employee_id) WHERE left_on IS NOT NULL AND identity_erased_on IS NULL;
ALTER TABLE correction ADD COLUMN erased_at timestamptz;
CREATE INDEX correction_kept ON correction (settled_at) WHERE state <> 'OPEN' AND erased_at IS NULL;
