-- How long what tells of persons is kept (retensi), as dated rows that a region adds to. Of a kind the newest rule that has begun holds. No regulation that was read states these periods: those below are assumed until a
-- region names its own schedule (jadwal retensi arsip).
CREATE TABLE retention_rule (
  rule_id     uuid        PRIMARY KEY,
  kind        text        NOT NULL CHECK (kind IN ('ASSESSMENT_REPORTS', 'EVIDENCE', 'TALENT_SCORES', 'TALENT_SNAPSHOTS', 'INDIVIDUAL_PLANS', 'PLAN_PEOPLE', 'RECORDS_RECEIVED', 'IMPORT_FILES')),
  keep_days   integer     NOT NULL CHECK (keep_days BETWEEN 1 AND 36500),
  valid_from  date        NOT NULL,
  basis       text        NOT NULL,
  certainty   text        NOT NULL CHECK (certainty IN ('confirmed', 'secondary', 'unverified', 'assumed')),
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (kind, valid_from)
);
INSERT INTO retention_rule (rule_id, kind, keep_days, valid_from, basis, certainty, recorded_by) VALUES
  ('00000000-0000-7000-8000-000000000061', 'ASSESSMENT_REPORTS', 730, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; dua tahun sesudah masa berlaku hasil sebagai anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000062', 'EVIDENCE', 1825, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000063', 'TALENT_SCORES', 1825, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000064', 'TALENT_SNAPSHOTS', 1825, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000065', 'INDIVIDUAL_PLANS', 1825, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000066', 'PLAN_PEOPLE', 1825, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000067', 'RECORDS_RECEIVED', 365, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000068', 'IMPORT_FILES', 90, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration');

-- What the rules took away, turn by turn: figures only.
CREATE TABLE retention_run (
  run_id      uuid        PRIMARY KEY,
  rule_id     uuid        NOT NULL REFERENCES retention_rule,
  kind        text        NOT NULL,
  erased      integer     NOT NULL CHECK (erased > 0),
  finished_at timestamptz NOT NULL
);
CREATE INDEX retention_run_order ON retention_run (finished_at, run_id);
CREATE INDEX evidence_ended ON evidence (valid_until) WHERE valid_until IS NOT NULL;
