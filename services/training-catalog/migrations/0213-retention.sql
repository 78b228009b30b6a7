-- How long content of persons is kept (retensi), as dated rows that a region adds to. Of a kind the newest rule that has begun holds. Decisions, marks and
-- scores stay; what goes is what people wrote, and who asked in vain. No regulation that was read states periods for these: those below are ours.
CREATE TABLE retention_rule (
  rule_id     uuid        PRIMARY KEY,
  kind        text        NOT NULL CHECK (kind IN ('SUBMISSION', 'TEST_SITTING', 'CHECK_IN_CODE', 'GUEST_REQUEST', 'GUEST_IDENTITY')),
  keep_days   integer     NOT NULL CHECK (keep_days BETWEEN 1 AND 36500),
  valid_from  date        NOT NULL,
  basis       text        NOT NULL,
  certainty   text        NOT NULL CHECK (certainty IN ('confirmed', 'secondary', 'unverified', 'assumed')),
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (kind, valid_from)
);
INSERT INTO retention_rule (rule_id, kind, keep_days, valid_from, basis, certainty, recorded_by) VALUES
  ('00000000-0000-7000-8000-000000000021', 'SUBMISSION', 730, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000022', 'TEST_SITTING', 730, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000023', 'CHECK_IN_CODE', 30, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000024', 'GUEST_REQUEST', 365, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000025', 'GUEST_IDENTITY', 90, '2022-10-17', 'UU 27/2022: tujuan terbatas; jangka waktu anggapan awal', 'assumed', 'migration');

-- What the rules took away, turn by turn: figures only.
CREATE TABLE retention_run (
  run_id      uuid        PRIMARY KEY,
  rule_id     uuid        NOT NULL REFERENCES retention_rule,
  kind        text        NOT NULL,
  erased      integer     NOT NULL CHECK (erased > 0),
  finished_at timestamptz NOT NULL
);
CREATE INDEX retention_run_order ON retention_run (finished_at, run_id);

ALTER TABLE submission
  DROP CONSTRAINT submission_check,
  ADD COLUMN erased_on date,
  ADD CONSTRAINT submission_content CHECK (erased_on IS NOT NULL OR content IS NOT NULL OR file_hash IS NOT NULL);
CREATE INDEX submission_kept ON submission (assignment_id, submission_id) WHERE erased_on IS NULL;
ALTER TABLE work_elsewhere ADD COLUMN erased_on date;
CREATE INDEX work_elsewhere_kept ON work_elsewhere (enrolment_id, submission_id) WHERE erased_on IS NULL;
ALTER TABLE test_attempt ADD COLUMN erased_on date;
CREATE INDEX test_attempt_kept ON test_attempt (test_id, attempt_id) WHERE erased_on IS NULL;
ALTER TABLE sitting_elsewhere ADD COLUMN erased_on date;
CREATE INDEX sitting_elsewhere_kept ON sitting_elsewhere (enrolment_id, attempt_id) WHERE erased_on IS NULL;
ALTER TABLE session_meeting ADD COLUMN code_erased_on date;
CREATE INDEX session_meeting_code_kept ON session_meeting (session_id, meeting_id) WHERE code_erased_on IS NULL;
ALTER TABLE guest_enrolment ADD COLUMN erased_on date;
ALTER TABLE outgoing_enrolment ADD COLUMN erased_on date;
CREATE INDEX outgoing_enrolment_kept ON outgoing_enrolment (changed_at) WHERE erased_on IS NULL AND state IN ('REFUSED', 'CANCELLED', 'WITHDRAWN');
ALTER TABLE guest_withdrawal ADD COLUMN received_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX guest_withdrawal_received ON guest_withdrawal (received_at);
CREATE INDEX training_session_over ON training_session (ends_on, session_id) WHERE state IN ('HELD', 'CANCELLED');
