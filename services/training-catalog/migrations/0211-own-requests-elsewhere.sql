-- People ask for seats elsewhere themselves: their own region's approvals come before the host is told anything.
ALTER TABLE outgoing_enrolment
  DROP CONSTRAINT outgoing_enrolment_state_check,
  ADD CONSTRAINT outgoing_enrolment_state_check CHECK (state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'REQUESTED', 'WAITING', 'ACCEPTED', 'REFUSED',
    'CANCELLED', 'WITHDRAWN', 'PASSED', 'NOT_PASSED')),
  ADD COLUMN origin        text NOT NULL DEFAULT 'NOMINATION' CHECK (origin IN ('NOMINATION', 'SELF')),
  ADD COLUMN note          text,
  -- The steps of the rule in force when the person asked.
  ADD COLUMN approvals     text[] NOT NULL DEFAULT '{}' CHECK (approvals <@ ARRAY['SUPERVISOR', 'OFFICER']),
  ADD COLUMN supervisor_by text,
  ADD COLUMN supervisor_at timestamptz,
  ADD COLUMN officer_by    text,
  ADD COLUMN officer_at    timestamptz;
DROP INDEX outgoing_enrolment_once;
CREATE UNIQUE INDEX outgoing_enrolment_once ON outgoing_enrolment (session_id, employee_id)
  WHERE state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'REQUESTED', 'WAITING', 'ACCEPTED', 'PASSED');
CREATE INDEX outgoing_enrolment_awaiting ON outgoing_enrolment (state, enrolment_id) WHERE state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER');
