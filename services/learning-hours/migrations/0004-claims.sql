-- The direct supervisor (atasan langsung), as identity says it.
ALTER TABLE person ADD COLUMN supervisor_id uuid;
CREATE INDEX person_supervisor ON person (supervisor_id) WHERE supervisor_id IS NOT NULL;

-- A claim of learning hours with evidence. An accepted one is booked as the completion of the same id.
CREATE TABLE claim (
  claim_id            uuid        PRIMARY KEY,
  employee_id         uuid        NOT NULL,
  state               text        NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'REVOKED')),
  title               text        NOT NULL,
  organiser           text        NOT NULL,
  path_code           text        NOT NULL,
  scope               text        NOT NULL CHECK (scope IN ('NATIONAL', 'INTERNATIONAL')),
  quantity_hundredths integer     NOT NULL CHECK (quantity_hundredths > 0),
  started_on          date        NOT NULL,
  completed_on        date        NOT NULL CHECK (completed_on >= started_on),
  certificate_number  text,
  note                text,
  entered_by          text        NOT NULL,
  created_at          timestamptz NOT NULL DEFAULT now(),
  submitted_at        timestamptz,
  due_on              date,
  assigned_to         uuid,
  decided_by          text,
  decided_by_employee uuid,
  decided_at          timestamptz,
  reason_code         text,
  decision_note       text,
  within_deadline     boolean,
  version             integer     NOT NULL DEFAULT 1,
  CHECK (state <> 'SUBMITTED' OR (submitted_at IS NOT NULL AND due_on IS NOT NULL)),
  CHECK (state NOT IN ('ACCEPTED', 'REFUSED') OR decided_at IS NOT NULL)
);
CREATE INDEX claim_person ON claim (employee_id, claim_id);
CREATE INDEX claim_queue ON claim (due_on, claim_id) WHERE state = 'SUBMITTED';

-- Evidence by the hash of its bytes; the bytes lie in the region's file store and never travel.
CREATE TABLE claim_evidence (
  claim_id   uuid        NOT NULL REFERENCES claim,
  sha256     text        NOT NULL,
  media_type text        NOT NULL,
  bytes      integer     NOT NULL,
  file_name  text        NOT NULL,
  added_by   text        NOT NULL,
  added_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (claim_id, sha256)
);

-- What happened to a claim, in order; never changed.
CREATE TABLE claim_act (
  act_number  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  claim_id    uuid        NOT NULL REFERENCES claim,
  act         text        NOT NULL CHECK (act IN ('CREATED', 'EDITED', 'SUBMITTED', 'ASSIGNED', 'RETURNED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'REVOKED')),
  actor       text        NOT NULL,
  reason_code text,
  note        text,
  -- What a verifier corrected: field, before, after.
  corrections jsonb       NOT NULL DEFAULT '[]',
  acted_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX claim_act_claim ON claim_act (claim_id, act_number);
REVOKE UPDATE, DELETE, TRUNCATE ON claim_act FROM {app_role};

-- A verifier lets another one verify for some days: in the units that were the giver's own (null: the whole region).
CREATE TABLE verification_delegation (
  delegation_id uuid        PRIMARY KEY,
  given_by      text        NOT NULL,
  from_employee uuid,
  to_employee   uuid        NOT NULL,
  units         uuid[],
  valid_from    date        NOT NULL,
  valid_to      date        NOT NULL CHECK (valid_to >= valid_from),
  reason        text        NOT NULL,
  given_at      timestamptz NOT NULL DEFAULT now(),
  ended_at      timestamptz
);
CREATE INDEX verification_delegation_to ON verification_delegation (to_employee, valid_to);

-- Later use of what was learned, in a webinar for instance: told by the person, confirmed by a supervisor.
CREATE TABLE later_use (
  later_use_id     uuid        PRIMARY KEY,
  completion_id    uuid        NOT NULL,
  employee_id      uuid        NOT NULL,
  path_code        text        NOT NULL,
  completed_on     date        NOT NULL,
  title            text        NOT NULL,
  kind             text        NOT NULL CHECK (kind IN ('APPLIED', 'SHARED', 'IMPROVED_SERVICE', 'NEW_PROCEDURE')),
  used_on          date        NOT NULL,
  description      text        NOT NULL,
  state            text        NOT NULL CHECK (state IN ('TOLD', 'CONFIRMED', 'NOT_CONFIRMED')),
  sha256           text,
  media_type       text,
  bytes            integer,
  told_at          timestamptz NOT NULL DEFAULT now(),
  decided_by       text,
  decided_by_employee uuid,
  decided_at       timestamptz,
  decision_note    text,
  CHECK (used_on >= completed_on)
);
CREATE INDEX later_use_person ON later_use (employee_id, later_use_id);
CREATE INDEX later_use_completion ON later_use (completion_id);
CREATE INDEX later_use_waiting ON later_use (later_use_id) WHERE state = 'TOLD';
