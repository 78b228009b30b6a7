-- Assignments (penugasan), what was handed in, and how it was marked. Points and marks are hundredths: 10000 is the whole.
CREATE TABLE assignment (
  assignment_id   uuid        PRIMARY KEY,
  session_id      uuid        NOT NULL REFERENCES training_session,
  title           text        NOT NULL,
  instructions    text        NOT NULL,
  due_at          timestamptz NOT NULL,
  late_until      timestamptz,
  late_penalty    integer     NOT NULL DEFAULT 0 CHECK (late_penalty BETWEEN 0 AND 10000),
  form            text        NOT NULL CHECK (form IN ('TEXT', 'FILE', 'EITHER')),
  independent     boolean     NOT NULL,
  rubric          jsonb       NOT NULL,
  weight          integer     NOT NULL CHECK (weight BETWEEN 1 AND 100),
  second_marker   boolean     NOT NULL DEFAULT false,
  tolerance       integer     NOT NULL DEFAULT 1000 CHECK (tolerance BETWEEN 0 AND 10000),
  created_by      text        NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  CHECK (late_until IS NULL OR late_until > due_at)
);
CREATE INDEX assignment_session ON assignment (session_id, due_at);

-- Handed in again is another row; the newest counts. The bytes of a file lie in the region's file store.
CREATE TABLE submission (
  submission_id uuid        PRIMARY KEY,
  assignment_id uuid        NOT NULL REFERENCES assignment,
  enrolment_id  uuid        NOT NULL REFERENCES enrolment,
  attempt       integer     NOT NULL,
  content       text,
  file_hash     text,
  file_name     text,
  media_type    text,
  late          boolean     NOT NULL,
  submitted_at  timestamptz NOT NULL DEFAULT now(),
  -- The final mark after penalty, once there is one.
  mark          integer     CHECK (mark BETWEEN 0 AND 10000),
  UNIQUE (assignment_id, enrolment_id, attempt),
  CHECK (content IS NOT NULL OR file_hash IS NOT NULL)
);
CREATE INDEX submission_enrolment ON submission (enrolment_id, assignment_id);

-- Marks of single markers: two where the assignment asks for it, a third where they differ too far, one more after an appeal.
CREATE TABLE marking (
  marking_id    uuid        PRIMARY KEY,
  submission_id uuid        NOT NULL REFERENCES submission,
  role          text        NOT NULL CHECK (role IN ('FIRST', 'SECOND', 'THIRD', 'APPEAL')),
  points        jsonb       NOT NULL,
  mark          integer     NOT NULL CHECK (mark BETWEEN 0 AND 10000),
  remark        text,
  marked_by     text        NOT NULL,
  marked_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (submission_id, role),
  -- Nobody marks the same work twice.
  UNIQUE (submission_id, marked_by)
);
CREATE TABLE mark_appeal (
  appeal_id     uuid        PRIMARY KEY,
  submission_id uuid        NOT NULL UNIQUE REFERENCES submission,
  reason        text        NOT NULL,
  state         text        NOT NULL CHECK (state IN ('OPEN', 'UPHELD', 'REJECTED')),
  answer        text,
  made_at       timestamptz NOT NULL DEFAULT now(),
  decided_by    text,
  decided_at    timestamptz
);
CREATE INDEX mark_appeal_open ON mark_appeal (appeal_id) WHERE state = 'OPEN';
