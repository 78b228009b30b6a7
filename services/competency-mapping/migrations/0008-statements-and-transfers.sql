-- What was stated to the province last, by kind and subject: a statement is made when its content changes.
CREATE TABLE statement (
  kind      text        NOT NULL,
  subject   text        NOT NULL,
  statement integer     NOT NULL,
  content   text        NOT NULL,
  stated_at timestamptz NOT NULL,
  PRIMARY KEY (kind, subject)
);

-- Records of people who moved here, as they were handed over, until the person is known under the transfer.
CREATE TABLE record_received (
  transfer_id uuid    NOT NULL,
  part        integer NOT NULL,
  from_region text    NOT NULL,
  evidence    jsonb   NOT NULL,
  taken_in    boolean NOT NULL DEFAULT false,
  PRIMARY KEY (transfer_id, part)
);
CREATE TABLE transfer_in (
  transfer_id uuid PRIMARY KEY,
  employee_id uuid NOT NULL
);
-- Transfers whose record went out: once each.
CREATE TABLE record_handed_over (
  transfer_id uuid PRIMARY KEY,
  employee_id uuid NOT NULL,
  evidence    integer NOT NULL,
  at          timestamptz NOT NULL DEFAULT now()
);
