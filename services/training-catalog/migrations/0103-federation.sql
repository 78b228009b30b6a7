-- Two programmes that count as the same (penyetaraan), once both regions approved. Events of the two come in any order: each fills its own columns.
CREATE TABLE programme_equivalence (
  equivalence_id     uuid        PRIMARY KEY,
  programme_id       uuid,
  proposing_region   text,
  other_programme_id uuid,
  other_region       text,
  reason             text,
  proposed_at        timestamptz,
  decision           text CHECK (decision IN ('APPROVED', 'REFUSED')),
  decision_region    text,
  decision_reason    text,
  decided_at         timestamptz,
  ended_region       text,
  ended_reason       text,
  ended_at           timestamptz
);
CREATE INDEX programme_equivalence_programme ON programme_equivalence (programme_id);
CREATE INDEX programme_equivalence_other ON programme_equivalence (other_programme_id);

-- Sessions of all regions, and the seats that they open to others, as their events tell.
CREATE TABLE shared_session (
  session_id   uuid    PRIMARY KEY,
  region       text    NOT NULL,
  revision     integer NOT NULL,
  state        text    NOT NULL,
  programme_id uuid,
  title        text    NOT NULL,
  starts_on    date    NOT NULL,
  ends_on      date    NOT NULL,
  competencies jsonb   NOT NULL,
  told         jsonb   NOT NULL
);
CREATE INDEX shared_session_order ON shared_session (starts_on, session_id);
CREATE TABLE shared_seat_offer (
  session_id    uuid    PRIMARY KEY,
  region        text    NOT NULL,
  offer_version integer NOT NULL,
  state         text    NOT NULL,
  programme_id  uuid    NOT NULL,
  title         text    NOT NULL,
  starts_on     date    NOT NULL,
  ends_on       date    NOT NULL,
  request_until date    NOT NULL,
  told          jsonb   NOT NULL
);
CREATE INDEX shared_seat_offer_order ON shared_seat_offer (starts_on, session_id);
INSERT INTO projection_table (name) VALUES ('shared_session'), ('shared_seat_offer');

-- Seats of the region's own sessions that it opened to others, as it told them.
CREATE TABLE seat_offer (
  session_id    uuid        PRIMARY KEY,
  offer_version integer     NOT NULL,
  told          jsonb       NOT NULL,
  changed_by    text        NOT NULL,
  changed_at    timestamptz NOT NULL
);

-- Home: seats asked for in sessions of other regions.
CREATE TABLE outgoing_enrolment (
  enrolment_id    uuid        PRIMARY KEY,
  session_id      uuid        NOT NULL,
  host_region     text        NOT NULL,
  programme_id    uuid        NOT NULL,
  title           text        NOT NULL,
  starts_on       date        NOT NULL,
  ends_on         date        NOT NULL,
  employee_id     uuid        NOT NULL,
  state           text        NOT NULL CHECK (state IN ('REQUESTED', 'WAITING', 'ACCEPTED', 'REFUSED', 'CANCELLED', 'WITHDRAWN', 'PASSED', 'NOT_PASSED')),
  decision_number integer     NOT NULL DEFAULT 0,
  reason          text,
  completion_id   uuid,
  requested_by    text        NOT NULL,
  requested_at    timestamptz NOT NULL,
  changed_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX outgoing_enrolment_once ON outgoing_enrolment (session_id, employee_id)
  WHERE state IN ('REQUESTED', 'WAITING', 'ACCEPTED', 'PASSED');
CREATE INDEX outgoing_enrolment_employee ON outgoing_enrolment (employee_id, enrolment_id);

-- Host: people of other regions who ask for a seat here. Who they are is known for that purpose only, and forgotten when it ends.
CREATE TABLE guest_enrolment (
  enrolment_id      uuid        PRIMARY KEY,
  session_id        uuid        NOT NULL,
  home_region       text        NOT NULL,
  learner_name      text,
  employee_number   text,
  employment_status text,
  state             text        NOT NULL CHECK (state IN ('REQUESTED', 'WAITING', 'ACCEPTED', 'REFUSED', 'CANCELLED', 'WITHDRAWN', 'PASSED', 'NOT_PASSED')),
  decision_number   integer     NOT NULL DEFAULT 0,
  reason            text,
  outcome           jsonb,
  decided_by        text,
  received_at       timestamptz NOT NULL,
  changed_at        timestamptz NOT NULL
);
CREATE INDEX guest_enrolment_session ON guest_enrolment (session_id, enrolment_id);
-- A withdrawal that came before its request.
CREATE TABLE guest_withdrawal (
  enrolment_id uuid PRIMARY KEY,
  home_region  text NOT NULL,
  reason       text NOT NULL
);

-- Joint sessions (angkatan bersama) that the province proposes, and the session that answered one.
CREATE TABLE joint_session_proposal (
  proposal_id uuid    PRIMARY KEY,
  revision    integer NOT NULL,
  withdrawn   boolean NOT NULL,
  title       text    NOT NULL,
  year        integer NOT NULL,
  quarter     integer NOT NULL,
  proposed    jsonb   NOT NULL
);
INSERT INTO projection_table (name) VALUES ('joint_session_proposal');
CREATE TABLE joint_session (
  proposal_id uuid        PRIMARY KEY,
  session_id  uuid        NOT NULL,
  opened_by   text        NOT NULL,
  opened_at   timestamptz NOT NULL
);
