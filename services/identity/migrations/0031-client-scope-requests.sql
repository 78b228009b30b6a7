-- Scopes that a program gets once a second officer agrees. Programs of before keep what they have. At most one request of a program is open.
CREATE TABLE client_scope_request (
  request_id    uuid        PRIMARY KEY,
  client_id     text        NOT NULL,
  client_name   text        NOT NULL,
  scopes        text[]      NOT NULL CHECK (cardinality(scopes) > 0),
  purpose       text        NOT NULL,
  state         text        NOT NULL DEFAULT 'REQUESTED' CHECK (state IN ('REQUESTED', 'APPROVED', 'REFUSED', 'WITHDRAWN')),
  requested_by  text        NOT NULL,
  requested_at  timestamptz NOT NULL DEFAULT now(),
  decided_by    text,
  decided_at    timestamptz,
  note          text,
  CHECK ((state = 'REQUESTED') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
  CHECK (state <> 'APPROVED' OR decided_by <> requested_by),
  CHECK (state <> 'REFUSED' OR note IS NOT NULL)
);
CREATE UNIQUE INDEX client_scope_request_open ON client_scope_request (client_id) WHERE state = 'REQUESTED';
CREATE INDEX client_scope_request_state ON client_scope_request (state, request_id);
