-- Certificates of people who moved (mutasi): what was handed over to other regions, and what came with people who arrived. The two events of an
-- arrival come in any order; a certificate shows once both are there and name the same region.
CREATE TABLE certificate_hand_over (
  transfer_id uuid        PRIMARY KEY,
  employee_id uuid        NOT NULL,
  to_region   text        NOT NULL,
  handed_at   timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE transfer_arrival (
  transfer_id uuid PRIMARY KEY,
  employee_id uuid NOT NULL,
  from_region text NOT NULL
);
CREATE INDEX transfer_arrival_employee ON transfer_arrival (employee_id);
CREATE TABLE certificate_elsewhere (
  transfer_id    uuid NOT NULL,
  certificate_id uuid NOT NULL,
  from_region    text NOT NULL,
  told           jsonb NOT NULL,
  PRIMARY KEY (transfer_id, certificate_id)
);
