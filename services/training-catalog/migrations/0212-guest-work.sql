-- Host: which assignments and tests of a session the home regions of its guests were told of.
CREATE TABLE guest_task_told (
  task_id     uuid NOT NULL,
  home_region text NOT NULL,
  session_id  uuid NOT NULL,
  PRIMARY KEY (task_id, home_region)
);
-- Host: work that guests handed in at home, and what their region was told of it last. `submission` holds what counts.
CREATE TABLE guest_work (
  submission_id uuid        PRIMARY KEY,
  enrolment_id  uuid        NOT NULL,
  assignment_id uuid        NOT NULL,
  home_region   text        NOT NULL,
  handed_in_at  timestamptz NOT NULL,
  content       text,
  file          jsonb,
  answer        integer     NOT NULL DEFAULT 0,
  told          jsonb,
  received_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX guest_work_region ON guest_work (home_region, submission_id);
-- Pieces of files that are not whole yet.
CREATE TABLE guest_work_piece (
  submission_id uuid        NOT NULL,
  part          integer     NOT NULL CHECK (part BETWEEN 1 AND 200),
  home_region   text        NOT NULL,
  content       bytea       NOT NULL,
  received_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, home_region, part)
);
CREATE TABLE guest_sitting (
  attempt_id   uuid        PRIMARY KEY,
  enrolment_id uuid        NOT NULL,
  test_id      uuid        NOT NULL,
  home_region  text        NOT NULL,
  answer       integer     NOT NULL DEFAULT 0,
  told         jsonb,
  asked_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX guest_sitting_region ON guest_sitting (home_region, attempt_id);
-- A sitting whose time the home region of a guest keeps: nobody ends it here.
ALTER TABLE test_attempt ADD COLUMN at_home boolean NOT NULL DEFAULT false;

-- Home: assignments and tests of sessions elsewhere.
CREATE TABLE task_elsewhere (
  task_id     uuid PRIMARY KEY,
  session_id  uuid NOT NULL,
  host_region text NOT NULL,
  told        jsonb NOT NULL
);
CREATE INDEX task_elsewhere_session ON task_elsewhere (session_id, task_id);
-- Home: work for them, until the host has marked it. `told` is the host's newest word.
CREATE TABLE work_elsewhere (
  submission_id uuid        PRIMARY KEY,
  enrolment_id  uuid        NOT NULL REFERENCES outgoing_enrolment,
  assignment_id uuid        NOT NULL,
  host_region   text        NOT NULL,
  content       text,
  file_hash     text,
  file_name     text,
  media_type    text,
  state         text        NOT NULL CHECK (state IN ('SENT', 'RECEIVED', 'REFUSED', 'MARKED')),
  answer        integer     NOT NULL DEFAULT 0,
  told          jsonb,
  handed_in_at  timestamptz NOT NULL
);
CREATE INDEX work_elsewhere_enrolment ON work_elsewhere (enrolment_id, handed_in_at);
CREATE INDEX work_elsewhere_sent ON work_elsewhere (host_region, submission_id) WHERE state = 'SENT';
-- Home: sittings of tests elsewhere. The time is kept here, so that a slow link costs nobody a minute.
CREATE TABLE sitting_elsewhere (
  attempt_id   uuid        PRIMARY KEY,
  enrolment_id uuid        NOT NULL REFERENCES outgoing_enrolment,
  test_id      uuid        NOT NULL,
  host_region  text        NOT NULL,
  state        text        NOT NULL CHECK (state IN ('ASKED', 'DRAWN', 'STARTED', 'HANDED_IN', 'SCORED', 'REFUSED')),
  paper        jsonb,
  answers      jsonb       NOT NULL DEFAULT '{}',
  asked_at     timestamptz NOT NULL,
  started_at   timestamptz,
  deadline     timestamptz,
  handed_in_at timestamptz,
  answer       integer     NOT NULL DEFAULT 0,
  score        integer     CHECK (score BETWEEN 0 AND 10000),
  reason       text
);
CREATE UNIQUE INDEX sitting_elsewhere_open ON sitting_elsewhere (test_id, enrolment_id) WHERE state IN ('ASKED', 'DRAWN', 'STARTED');
CREATE INDEX sitting_elsewhere_enrolment ON sitting_elsewhere (enrolment_id, asked_at);
CREATE INDEX sitting_elsewhere_overdue ON sitting_elsewhere (deadline) WHERE state = 'STARTED';
