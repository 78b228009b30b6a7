-- Pass rules (syarat kelulusan) as dated data. The closest one holds: of the programme, else of the kind of session, else of the region; of
-- these the one in force on the first day. Shares are hundredths of a percent. A rule is never edited: another one begins on a later day.
CREATE TABLE pass_rule (
  rule_id            uuid        PRIMARY KEY,
  programme_id       uuid,
  kind               text        CHECK (kind IN ('TRAINING', 'NEEDS_FORUM', 'PUBLIC_LECTURE')),
  valid_from         date        NOT NULL,
  min_attendance     integer     NOT NULL CHECK (min_attendance BETWEEN 0 AND 10000),
  max_excused        integer     NOT NULL CHECK (max_excused BETWEEN 0 AND 10000),
  min_test           integer     CHECK (min_test BETWEEN 0 AND 10000),
  min_assignments    integer     CHECK (min_assignments BETWEEN 0 AND 10000),
  all_assignments    boolean     NOT NULL,
  certificate        boolean     NOT NULL,
  certificate_months integer     CHECK (certificate_months BETWEEN 1 AND 600),
  basis              text        NOT NULL,
  recorded_by        text        NOT NULL,
  recorded_at        timestamptz NOT NULL DEFAULT now(),
  CHECK (programme_id IS NULL OR kind IS NULL)
);
CREATE UNIQUE INDEX pass_rule_once ON pass_rule (coalesce(programme_id::text, kind, ''), valid_from);
INSERT INTO pass_rule (rule_id, kind, valid_from, min_attendance, max_excused, min_test, min_assignments, all_assignments, certificate, basis, recorded_by) VALUES
  ('00000000-0000-7000-8000-000000000001', NULL, '2018-01-01', 8000, 2500, 6000, 6000, true, true, 'Anggapan awal; ditetapkan oleh wilayah', 'migration'),
  ('00000000-0000-7000-8000-000000000002', 'NEEDS_FORUM', '2018-01-01', 5000, 5000, NULL, NULL, false, false, 'Anggapan awal; ditetapkan oleh wilayah', 'migration'),
  ('00000000-0000-7000-8000-000000000003', 'PUBLIC_LECTURE', '2018-01-01', 10000, 0, NULL, NULL, false, true, 'Anggapan awal; ditetapkan oleh wilayah', 'migration');

-- The one decision on a participant, with what it rests on. A later decision replaces it only where nobody had passed.
CREATE TABLE training_outcome (
  enrolment_id  uuid        PRIMARY KEY REFERENCES enrolment,
  session_id    uuid        NOT NULL REFERENCES training_session,
  employee_id   uuid        NOT NULL,
  home_region   text,
  passed        boolean     NOT NULL,
  checks        jsonb       NOT NULL,
  attendance    integer,
  pre_score     integer,
  post_score    integer,
  assignments   integer,
  rule_id       uuid        NOT NULL,
  completion_id uuid,
  reason        text,
  decided_on    date        NOT NULL,
  decided_by    text        NOT NULL,
  decided_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX training_outcome_session ON training_outcome (session_id, enrolment_id);
CREATE INDEX training_outcome_employee ON training_outcome (employee_id);

-- What a completion says beyond the columns of `completion`: kept beside it, so that the most frequent write of a region stays as small as it is.
CREATE TABLE completion_detail (
  completion_id         uuid    PRIMARY KEY REFERENCES completion,
  programme_version     integer,
  delivery              text    NOT NULL,
  competencies          jsonb   NOT NULL,
  development_target_id uuid,
  certificate_id        uuid
);
