-- Transfers of employees between regions (mutasi antardaerah). The region that releases decides how a transfer ends; the other one answers.

CREATE TABLE transfer_out (
  transfer_id    uuid        PRIMARY KEY,
  employee_id    uuid        NOT NULL REFERENCES employee,
  to_region      text        NOT NULL,
  state          text        NOT NULL CHECK (state IN ('REQUESTED', 'AGREED', 'COMPLETED', 'REFUSED', 'WITHDRAWN', 'LAPSED')),
  effective_on   date        NOT NULL,
  answer_by      timestamptz NOT NULL,
  decree_number  text,
  to_agency_name text,
  answer_decree  text,
  answer_reason  text,
  requested_by   text        NOT NULL,
  requested_at   timestamptz NOT NULL DEFAULT now(),
  answered_at    timestamptz,
  ended_by       text,
  ended_at       timestamptz,
  end_reason     text,
  version        integer     NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX transfer_out_open ON transfer_out (employee_id) WHERE state IN ('REQUESTED', 'AGREED');
CREATE INDEX transfer_out_order ON transfer_out (requested_at, transfer_id);
CREATE INDEX transfer_out_due ON transfer_out (answer_by) WHERE state IN ('REQUESTED', 'AGREED');

CREATE TABLE transfer_in (
  transfer_id   uuid        PRIMARY KEY,
  from_region   text        NOT NULL,
  state         text        NOT NULL CHECK (state IN ('REQUESTED', 'ACCEPTED', 'COMPLETED', 'REFUSED', 'WITHDRAWN', 'LAPSED')),
  -- Who comes, as the other region told for this purpose only; gone once a transfer has ended without the person.
  request       jsonb,
  effective_on  date        NOT NULL,
  answer_by     timestamptz NOT NULL,
  unit_id       uuid        REFERENCES org_unit,
  position_type text,
  position_name text,
  answer_decree text,
  answer_reason text,
  received_at   timestamptz NOT NULL DEFAULT now(),
  answered_by   text,
  answered_at   timestamptz,
  ended_at      timestamptz,
  employee_id   uuid        REFERENCES employee,
  version       integer     NOT NULL DEFAULT 1
);
CREATE INDEX transfer_in_order ON transfer_in (received_at, transfer_id);
