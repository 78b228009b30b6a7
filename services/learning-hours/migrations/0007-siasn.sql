-- Course records of SIASN beside ours: from a file or from its web service. One line a record: theirs, ours, and what to do about it.
CREATE TABLE reconciliation (
  reconciliation_id uuid        PRIMARY KEY,
  source            text        NOT NULL CHECK (source IN ('FILE', 'SIASN')),
  year              smallint,
  state             text        NOT NULL CHECK (state IN ('READING', 'MATCHING', 'READY', 'APPLYING', 'DONE', 'FAILED')),
  started_by        text        NOT NULL,
  started_at        timestamptz NOT NULL DEFAULT now(),
  finished_at       timestamptz,
  failure_code      text,
  after_employee    uuid,
  people            integer     NOT NULL DEFAULT 0,
  push_ours         boolean     NOT NULL DEFAULT false
);
CREATE INDEX reconciliation_working ON reconciliation (started_at) WHERE state IN ('MATCHING', 'APPLYING');

-- People whose records are compared in a run of the web service.
CREATE TABLE reconciliation_person (
  reconciliation_id uuid NOT NULL REFERENCES reconciliation,
  employee_id       uuid NOT NULL,
  employee_number   text NOT NULL,
  PRIMARY KEY (reconciliation_id, employee_id)
);

CREATE TABLE reconciliation_line (
  line_id           bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reconciliation_id uuid    NOT NULL REFERENCES reconciliation,
  -- Row of the file; null for records of the web service and for ours that they lack.
  row_number        integer,
  employee_id       uuid    NOT NULL,
  siasn_id          text,
  theirs            jsonb,
  completion_id     uuid,
  ours              jsonb,
  action            text    CHECK (action IN ('NOTHING', 'TAKE_IN', 'PUSH', 'REVIEW', 'CANNOT_TAKE_IN')),
  differences       text[]  NOT NULL DEFAULT '{}',
  -- TAKE_THEIRS or KEEP_OURS, for lines that an officer looked at.
  resolution        text    CHECK (resolution IN ('TAKE_THEIRS', 'KEEP_OURS', 'SKIP')),
  state             text    NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'SENDING', 'DONE', 'SKIPPED', 'FAILED')),
  failure_code      text,
  done_at           timestamptz,
  UNIQUE (reconciliation_id, row_number)
);
CREATE INDEX reconciliation_line_person ON reconciliation_line (reconciliation_id, employee_id, line_id);
CREATE INDEX reconciliation_line_open ON reconciliation_line (reconciliation_id, line_id) WHERE state IN ('OPEN', 'SENDING');

-- Which record of SIASN is which completion of ours.
CREATE TABLE siasn_link (
  siasn_id      text        PRIMARY KEY,
  completion_id uuid        NOT NULL UNIQUE,
  employee_id   uuid        NOT NULL,
  linked_at     timestamptz NOT NULL DEFAULT now(),
  pushed        boolean     NOT NULL
);

-- What we need of a person's main data at BKN, and no more.
CREATE TABLE siasn_person (
  employee_id uuid        PRIMARY KEY,
  pns_id      text        NOT NULL,
  name        text        NOT NULL,
  status      text,
  unit        text,
  position    text,
  grade       text,
  pulled_at   timestamptz NOT NULL DEFAULT now()
);
