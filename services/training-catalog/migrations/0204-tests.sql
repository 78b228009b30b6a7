-- Question bank of a programme. A question is never edited: it is retired and another one takes its place, so that every attempt can be shown
-- as it was. `answer` never leaves the service.
CREATE TABLE question (
  question_id  uuid        PRIMARY KEY,
  programme_id uuid,
  session_id   uuid        REFERENCES training_session,
  kind         text        NOT NULL CHECK (kind IN ('SINGLE', 'MULTIPLE', 'NUMBER')),
  topic        text,
  wording      text        NOT NULL,
  options      jsonb       NOT NULL,
  answer       jsonb       NOT NULL,
  points       integer     NOT NULL CHECK (points BETWEEN 1 AND 100),
  replaces_id  uuid        REFERENCES question,
  retired_at   timestamptz,
  created_by   text        NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  CHECK ((programme_id IS NULL) <> (session_id IS NULL))
);
CREATE INDEX question_programme ON question (programme_id, question_id) WHERE retired_at IS NULL;
CREATE INDEX question_session ON question (session_id, question_id) WHERE retired_at IS NULL;

CREATE TABLE session_test (
  test_id        uuid        PRIMARY KEY,
  session_id     uuid        NOT NULL REFERENCES training_session,
  stage          text        NOT NULL CHECK (stage IN ('PRE', 'POST')),
  title          text        NOT NULL,
  opens_at       timestamptz NOT NULL,
  closes_at      timestamptz NOT NULL CHECK (closes_at > opens_at),
  minutes        integer     NOT NULL CHECK (minutes BETWEEN 1 AND 600),
  attempts       integer     NOT NULL CHECK (attempts BETWEEN 1 AND 10),
  question_count integer     NOT NULL CHECK (question_count BETWEEN 1 AND 200),
  topics         text[]      NOT NULL DEFAULT '{}',
  created_by     text        NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (session_id, stage)
);

-- One sitting. `seed` says which questions in which order; drawn again from the same bank it gives the same paper.
CREATE TABLE test_attempt (
  attempt_id   uuid        PRIMARY KEY,
  test_id      uuid        NOT NULL REFERENCES session_test,
  enrolment_id uuid        NOT NULL REFERENCES enrolment,
  number       integer     NOT NULL,
  seed         text        NOT NULL,
  paper        jsonb       NOT NULL,
  answers      jsonb       NOT NULL DEFAULT '{}',
  started_at   timestamptz NOT NULL,
  deadline     timestamptz NOT NULL,
  submitted_at timestamptz,
  -- Hundredths of a percent; set when it ends.
  score        integer     CHECK (score BETWEEN 0 AND 10000),
  UNIQUE (test_id, enrolment_id, number)
);
CREATE UNIQUE INDEX test_attempt_open ON test_attempt (test_id, enrolment_id) WHERE submitted_at IS NULL;
CREATE INDEX test_attempt_enrolment ON test_attempt (enrolment_id, test_id);
CREATE INDEX test_attempt_overdue ON test_attempt (deadline) WHERE submitted_at IS NULL;
