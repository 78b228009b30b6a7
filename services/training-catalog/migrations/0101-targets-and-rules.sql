-- Development targets of all regions' plans (RPJMD), as competency-mapping tells them.
CREATE TABLE development_target (
  target_id     uuid    PRIMARY KEY,
  region        text    NOT NULL,
  revision      integer NOT NULL,
  parent_id     uuid,
  kind          text    NOT NULL,
  code          text    NOT NULL,
  title         text    NOT NULL,
  unit          text,
  target_values jsonb   NOT NULL,
  valid_from    date    NOT NULL,
  valid_to      date    NOT NULL,
  withdrawn     boolean NOT NULL
);
CREATE INDEX development_target_order ON development_target (region, code, target_id);
INSERT INTO projection_table (name) VALUES ('development_target');

-- The region's rules of the catalogue, each holding from its day on; a row is never changed.
CREATE TABLE catalogue_rules (
  valid_from      date        PRIMARY KEY,
  legal_basis     text        NOT NULL,
  -- One door (satu pintu): who approves before a programme is published.
  approval        text        NOT NULL CHECK (approval IN ('NONE', 'OWN', 'PROVINCE')),
  -- Whether a target must stand in the register from the first programme on, or once there is one.
  target_register text        NOT NULL CHECK (target_register IN ('ALWAYS', 'WHEN_RECORDED')),
  -- Requests of other regions within the seats offered: taken as they come, or each by an officer.
  guest_requests  text        NOT NULL CHECK (guest_requests IN ('WITHIN_SEATS', 'BY_OFFICER')),
  threshold       integer     NOT NULL CHECK (threshold BETWEEN 1 AND 100),
  period_days     integer     NOT NULL CHECK (period_days BETWEEN 0 AND 730),
  weights         jsonb       NOT NULL,
  set_by          text        NOT NULL,
  set_at          timestamptz NOT NULL DEFAULT now()
);
INSERT INTO catalogue_rules (valid_from, legal_basis, approval, target_register, guest_requests, threshold, period_days, weights, set_by)
VALUES ('2018-01-01', 'UU 20/2023 pasal 49; ambang kesamaan: ketentuan daerah', 'NONE', 'WHEN_RECORDED', 'WITHIN_SEATS', 70, 180,
  '{"competency": 45, "level": 15, "targetGroup": 15, "period": 10, "title": 15}', 'betang');
