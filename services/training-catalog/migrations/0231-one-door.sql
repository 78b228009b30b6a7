-- WITHDRAWN: taken back by the region, or not needed any more. `submitter_id` hears of the decision; null for an account without an employee.
ALTER TABLE publication_request
  DROP CONSTRAINT publication_request_state_check,
  ADD CONSTRAINT publication_request_state_check CHECK (state IN ('PENDING', 'APPROVED', 'RETURNED', 'REFUSED', 'WITHDRAWN')),
  ADD COLUMN submitter_id uuid;
CREATE INDEX publication_request_order ON publication_request (submitted_at, request_id);
ALTER TABLE publication_review
  DROP CONSTRAINT publication_review_state_check,
  ADD CONSTRAINT publication_review_state_check CHECK (state IN ('PENDING', 'APPROVED', 'RETURNED', 'REFUSED', 'WITHDRAWN')),
  ADD COLUMN on_behalf_of text,
  -- Event that brought it; null for the region's own, and for what came before this was kept.
  ADD COLUMN told_event uuid;

-- Who decides on programmes in whose place, for some days (pendelegasian).
CREATE TABLE approval_delegation (
  delegation_id uuid        PRIMARY KEY,
  given_by      text        NOT NULL,
  to_employee   uuid        NOT NULL,
  valid_from    date        NOT NULL,
  valid_to      date        NOT NULL CHECK (valid_to >= valid_from),
  reason        text        NOT NULL,
  given_at      timestamptz NOT NULL,
  ended_at      timestamptz
);
CREATE INDEX approval_delegation_to ON approval_delegation (to_employee, valid_to) WHERE ended_at IS NULL;
