-- How long what SIASN said in a reconciliation that has ended, and main data of persons that was pulled are kept (retensi), as dated rows that a region adds to. Of a kind the newest rule that has begun
-- holds. No regulation that was read states these periods: those below are assumed until a region names its own schedule (jadwal retensi arsip).
CREATE TABLE retention_rule (
  rule_id     uuid        PRIMARY KEY,
  kind        text        NOT NULL CHECK (kind IN ('SIASN_RECORDS', 'SIASN_MAIN_DATA')),
  keep_days   integer     NOT NULL CHECK (keep_days BETWEEN 1 AND 36500),
  valid_from  date        NOT NULL,
  basis       text        NOT NULL,
  certainty   text        NOT NULL CHECK (certainty IN ('confirmed', 'secondary', 'unverified', 'assumed')),
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (kind, valid_from)
);
INSERT INTO retention_rule (rule_id, kind, keep_days, valid_from, basis, certainty, recorded_by) VALUES
  ('00000000-0000-7000-8000-000000000031', 'SIASN_RECORDS', 730, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000032', 'SIASN_MAIN_DATA', 365, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration');

-- What the rules took away, turn by turn: figures only.
CREATE TABLE retention_run (
  run_id      uuid        PRIMARY KEY,
  rule_id     uuid        NOT NULL REFERENCES retention_rule,
  kind        text        NOT NULL,
  erased      integer     NOT NULL CHECK (erased > 0),
  finished_at timestamptz NOT NULL
);
CREATE INDEX retention_run_order ON retention_run (finished_at, run_id);
