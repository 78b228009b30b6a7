-- Whose consent an enrolment by oneself needs where a session says nothing of its own, as dated data: of the kind of session, else of the region.
CREATE TABLE enrolment_rule (
  rule_id     uuid        PRIMARY KEY,
  kind        text        CHECK (kind IN ('TRAINING', 'NEEDS_FORUM', 'PUBLIC_LECTURE')),
  valid_from  date        NOT NULL,
  approvals   text[]      NOT NULL CHECK (approvals <@ ARRAY['SUPERVISOR', 'OFFICER']),
  basis       text        NOT NULL,
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX enrolment_rule_once ON enrolment_rule (coalesce(kind, ''), valid_from);
INSERT INTO enrolment_rule (rule_id, kind, valid_from, approvals, basis, recorded_by) VALUES
  ('00000000-0000-7000-8000-000000000011', NULL, '2018-01-01', '{SUPERVISOR}', 'Anggapan awal; ditetapkan oleh wilayah', 'migration'),
  ('00000000-0000-7000-8000-000000000012', 'PUBLIC_LECTURE', '2018-01-01', '{}', 'Anggapan awal; ditetapkan oleh wilayah', 'migration');
