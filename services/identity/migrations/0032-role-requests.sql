-- Roles of people over rights, and over records of the whole region, are given by two. Roles of before stay. At most one request for a role of an account is open.
-- GIVEN_ALONE is no request: somebody gave the role alone, as long as there were not two to decide, or with the token of a machine in local mode.
CREATE TABLE role_request (
  request_id    uuid        PRIMARY KEY,
  account_id    uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  role          text        NOT NULL,
  unit_id       uuid        REFERENCES org_unit,
  reason        text,
  state         text        NOT NULL DEFAULT 'REQUESTED' CHECK (state IN ('REQUESTED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'GIVEN_ALONE')),
  requested_by  text        NOT NULL,
  requested_at  timestamptz NOT NULL,
  decided_by    text,
  decided_at    timestamptz,
  note          text,
  CHECK ((state = 'REQUESTED') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
  CHECK (requested_by <> account_id::text),
  CHECK (state <> 'APPROVED' OR decided_by NOT IN (requested_by, account_id::text)),
  CHECK (state <> 'REFUSED' OR note IS NOT NULL),
  CHECK (state = 'GIVEN_ALONE' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX role_request_open ON role_request (account_id, role, unit_id) NULLS NOT DISTINCT WHERE state = 'REQUESTED';
CREATE INDEX role_request_state ON role_request (state, request_id);
CREATE INDEX role_request_account ON role_request (account_id);

-- Who lost the right to approve by whose hand, be it that the role was withdrawn or the account disabled: nobody makes oneself the only one that is left.
CREATE TABLE approver_removed (
  account_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  removed_by text        NOT NULL,
  removed_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, removed_by)
);
