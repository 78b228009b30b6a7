-- Who asks for a seat in a session, and what became of it. `queue_number` is the order of asking: the only order that the waiting list knows,
-- so a slow approval costs nobody a place. People of other regions (`home_region`) hold seats here too; their id is the one of the
-- enrolment that both regions know them by.
CREATE TABLE enrolment (
  enrolment_id  uuid        PRIMARY KEY,
  session_id    uuid        NOT NULL REFERENCES training_session,
  employee_id   uuid        NOT NULL,
  home_region   text,
  guest_name    text,
  origin        text        NOT NULL CHECK (origin IN ('NOMINATION', 'SELF', 'ACROSS')),
  state         text        NOT NULL CHECK (state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'WAITING', 'ENROLLED', 'REFUSED', 'WITHDRAWN',
                                                      'CANCELLED', 'PASSED', 'NOT_PASSED')),
  queue_number  bigint      GENERATED ALWAYS AS IDENTITY,
  note          text,
  requested_by  text        NOT NULL,
  requested_at  timestamptz NOT NULL DEFAULT now(),
  supervisor_by text,
  supervisor_at timestamptz,
  officer_by    text,
  officer_at    timestamptz,
  seated_at     timestamptz,
  ended_reason  text,
  changed_at    timestamptz NOT NULL DEFAULT now(),
  CHECK ((origin = 'ACROSS') = (home_region IS NOT NULL))
);
-- One live enrolment a person and session; who withdrew or was refused may ask again, at the end of the queue.
CREATE UNIQUE INDEX enrolment_once ON enrolment (session_id, employee_id) WHERE state NOT IN ('REFUSED', 'WITHDRAWN');
CREATE INDEX enrolment_queue ON enrolment (session_id, state, queue_number);
CREATE INDEX enrolment_employee ON enrolment (employee_id, enrolment_id);
CREATE INDEX enrolment_open ON enrolment (state, enrolment_id) WHERE state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER');
