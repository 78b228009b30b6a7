-- Files are kept for a time only, too: evidence of claims that were decided, of claims that nobody went on with, and tables of SIASN's records as they were sent in. No
-- regulation that was read states these periods: they are assumed until a region names its own schedule (jadwal retensi arsip).
ALTER TABLE retention_rule DROP CONSTRAINT retention_rule_kind_check;
ALTER TABLE retention_rule ADD CONSTRAINT retention_rule_kind_check
  CHECK (kind IN ('SIASN_RECORDS', 'SIASN_MAIN_DATA', 'SIASN_FILES', 'CLAIM_EVIDENCE', 'UNUSED_EVIDENCE'));
INSERT INTO retention_rule (rule_id, kind, keep_days, valid_from, basis, certainty, recorded_by) VALUES
  ('00000000-0000-7000-8000-000000000033', 'SIASN_FILES', 90, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000034', 'CLAIM_EVIDENCE', 3650, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000035', 'UNUSED_EVIDENCE', 365, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration');

-- What proves a decision stays named by its hash when the file itself has gone.
ALTER TABLE claim_evidence ADD COLUMN erased_at timestamptz;
