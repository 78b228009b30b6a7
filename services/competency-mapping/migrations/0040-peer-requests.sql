-- Colleagues (rekan kerja) who are asked to assess a person. The state of the one who asks, of the day and of the answers stands here; what they said together becomes evidence, once, when the request is closed.
CREATE TABLE peer_request (
  request_id        uuid        PRIMARY KEY,
  employee_id       uuid        NOT NULL,
  -- Codes mean what they meant when colleagues were asked.
  dictionary_id     uuid        NOT NULL REFERENCES dictionary,
  competency_codes  text[]      NOT NULL,
  due_on            date        NOT NULL,
  state             text        NOT NULL CHECK (state IN ('OPEN', 'CLOSED', 'WITHDRAWN')),
  -- So many answers at least, as it was told to those who were asked; a later rule does not lower it.
  least_answers     smallint    NOT NULL CHECK (least_answers >= 3),
  rule_version      text        NOT NULL,
  -- [{code, level, answers}]; null while it is open, and where too few answered.
  result            jsonb,
  answers           smallint,
  asked_by          text        NOT NULL,
  asked_employee_id uuid,
  asked_at          timestamptz NOT NULL,
  ended_at          timestamptz,
  ended_reason      text
);
-- Two requests at once would tell by their difference what one colleague said.
CREATE UNIQUE INDEX peer_request_open ON peer_request (employee_id) WHERE state = 'OPEN';
CREATE INDEX peer_request_person ON peer_request (employee_id, ended_at);
CREATE INDEX peer_request_due ON peer_request (due_on) WHERE state = 'OPEN';
CREATE INDEX peer_request_ended ON peer_request (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE peer_answer (
  request_id  uuid        NOT NULL REFERENCES peer_request ON DELETE CASCADE,
  peer_id     uuid        NOT NULL,
  state       text        NOT NULL CHECK (state IN ('ASKED', 'ANSWERED', 'DECLINED')),
  -- {code: level}
  levels      jsonb,
  evidence    text,
  reason      text,
  asked_at    timestamptz NOT NULL,
  answered_at timestamptz,
  PRIMARY KEY (request_id, peer_id)
);
CREATE INDEX peer_answer_peer ON peer_answer (peer_id, request_id);

ALTER TABLE retention_rule DROP CONSTRAINT retention_rule_kind_check;
ALTER TABLE retention_rule ADD CONSTRAINT retention_rule_kind_check CHECK (kind IN ('ASSESSMENT_REPORTS', 'EVIDENCE', 'TALENT_SCORES', 'TALENT_SNAPSHOTS',
  'INDIVIDUAL_PLANS', 'PLAN_PEOPLE', 'RECORDS_RECEIVED', 'IMPORT_FILES', 'PEER_ANSWERS'));
INSERT INTO retention_rule (rule_id, kind, keep_days, valid_from, basis, certainty, recorded_by) VALUES
  ('00000000-0000-7000-8000-000000000069', 'PEER_ANSWERS', 365, '2022-10-17', 'UU 27/2022: tidak lebih lama daripada tujuannya; selama hasil gabungannya berlaku sebagai anggapan awal', 'assumed', 'migration');
