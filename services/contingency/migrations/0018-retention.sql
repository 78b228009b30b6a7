-- How long what tells of persons is kept (retensi), as dated rows that a region adds to. Of a kind the newest rule that has begun holds. No regulation that was read states these periods: those below are assumed until a
-- region names its own schedule (jadwal retensi arsip).
CREATE TABLE retention_rule (
  rule_id     uuid        PRIMARY KEY,
  kind        text        NOT NULL CHECK (kind IN ('DRILL_PARTICIPANTS', 'EMERGENCY_PEOPLE', 'MUTUAL_AID_WORDS', 'CONDITIONS', 'COMMITMENT_CONTACTS')),
  keep_days   integer     NOT NULL CHECK (keep_days BETWEEN 1 AND 36500),
  valid_from  date        NOT NULL,
  basis       text        NOT NULL,
  certainty   text        NOT NULL CHECK (certainty IN ('confirmed', 'secondary', 'unverified', 'assumed')),
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (kind, valid_from)
);
INSERT INTO retention_rule (rule_id, kind, keep_days, valid_from, basis, certainty, recorded_by) VALUES
  ('00000000-0000-7000-8000-000000000051', 'DRILL_PARTICIPANTS', 1825, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; lima tahun sebagai anggapan awal, agar satu masa berlaku rencana tercakup', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000052', 'EMERGENCY_PEOPLE', 1825, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000053', 'MUTUAL_AID_WORDS', 730, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000054', 'CONDITIONS', 1825, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration'),
  ('00000000-0000-7000-8000-000000000055', 'COMMITMENT_CONTACTS', 730, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; jangka waktu anggapan awal', 'assumed', 'migration');

-- What the rules took away, turn by turn: figures only.
CREATE TABLE retention_run (
  run_id      uuid        PRIMARY KEY,
  rule_id     uuid        NOT NULL REFERENCES retention_rule,
  kind        text        NOT NULL,
  erased      integer     NOT NULL CHECK (erased > 0),
  finished_at timestamptz NOT NULL
);
CREATE INDEX retention_run_order ON retention_run (finished_at, run_id);

-- True: the place counts still, but whose it was is forgotten; the id in it belongs to nobody.
ALTER TABLE participation ADD COLUMN forgotten boolean NOT NULL DEFAULT false;
ALTER TABLE emergency     ADD COLUMN people_forgotten boolean NOT NULL DEFAULT false;
ALTER TABLE aid           ADD COLUMN words_forgotten boolean NOT NULL DEFAULT false;
-- From when the days of partners and sheets that ended count; those that ended before count from now.
ALTER TABLE partner    ADD COLUMN ended_on date;
ALTER TABLE commitment ADD COLUMN ended_on date;
UPDATE partner    SET ended_on = current_date WHERE ended;
UPDATE commitment SET ended_on = current_date WHERE ended;
-- Who acted in an emergency is taken out of its record in the end; what was done stays, and can be changed by nobody.
ALTER TABLE emergency_declaration ALTER COLUMN declared_by DROP NOT NULL;
ALTER TABLE operation_step        ALTER COLUMN changed_by DROP NOT NULL;
ALTER TABLE observation           ALTER COLUMN recorded_by DROP NOT NULL;
GRANT UPDATE (declared_by) ON emergency_declaration TO {app_role};
GRANT UPDATE (changed_by)  ON operation_step        TO {app_role};
