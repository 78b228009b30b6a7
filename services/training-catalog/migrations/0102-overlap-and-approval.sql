-- What was shown to whom before a programme was published: similar ones of the whole federation with their scores.
CREATE TABLE overlap_check (
  check_id     uuid        PRIMARY KEY,
  programme_id uuid        NOT NULL REFERENCES programme,
  -- Hash of what the score looks at: another outline needs another check.
  fingerprint  text        NOT NULL,
  rules_from   date        NOT NULL,
  threshold    integer     NOT NULL,
  period_from  date,
  period_to    date,
  findings     jsonb       NOT NULL,
  checked_by   text        NOT NULL,
  checked_at   timestamptz NOT NULL
);
CREATE INDEX overlap_check_programme ON overlap_check (programme_id, check_id);
CREATE TABLE overlap_decision (
  decision_id        uuid        PRIMARY KEY,
  check_id           uuid        NOT NULL REFERENCES overlap_check,
  programme_id       uuid        NOT NULL REFERENCES programme,
  outcome            text        NOT NULL CHECK (outcome IN ('JOINED', 'WENT_ON')),
  reason             text        NOT NULL,
  score              integer     NOT NULL,
  other_programme_id uuid        NOT NULL,
  other_session_id   uuid,
  other_region       text        NOT NULL,
  decided_by         text        NOT NULL,
  decided_at         timestamptz NOT NULL
);
CREATE INDEX overlap_decision_programme ON overlap_decision (programme_id, decision_id);

-- One door (satu pintu): a programme in one revision, waiting for whoever the region's rules name.
CREATE TABLE publication_request (
  request_id    uuid        PRIMARY KEY,
  programme_id  uuid        NOT NULL REFERENCES programme,
  revision      integer     NOT NULL,
  approver      text        NOT NULL,
  state         text        NOT NULL CHECK (state IN ('PENDING', 'APPROVED', 'RETURNED', 'REFUSED')),
  reason        text,
  submitted     jsonb       NOT NULL,
  submitted_by  text        NOT NULL,
  submitted_at  timestamptz NOT NULL,
  decided_at    timestamptz
);
CREATE UNIQUE INDEX publication_request_pending ON publication_request (programme_id) WHERE state = 'PENDING';
CREATE INDEX publication_request_programme ON publication_request (programme_id, request_id);
-- Requests that this region decides: its own, and those of its regencies when it is the province.
CREATE TABLE publication_review (
  request_id   uuid        PRIMARY KEY,
  region       text        NOT NULL,
  programme_id uuid        NOT NULL,
  submitted    jsonb       NOT NULL,
  submitted_by text,
  state        text        NOT NULL CHECK (state IN ('PENDING', 'APPROVED', 'RETURNED', 'REFUSED')),
  reason       text,
  received_at  timestamptz NOT NULL DEFAULT now(),
  decided_by   text,
  decided_at   timestamptz
);
CREATE INDEX publication_review_order ON publication_review (state, request_id);
