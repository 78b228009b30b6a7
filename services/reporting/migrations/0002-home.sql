-- The region's own people and units, for looking into its own figures. Nothing of this leaves the region.
CREATE TABLE unit (
  unit_id        uuid   PRIMARY KEY,
  kind           text   NOT NULL CHECK (kind IN ('AGENCY', 'UNIT')),
  name           text   NOT NULL,
  agency_id      uuid   NOT NULL,
  parent_unit_id uuid,
  event_order    bigint NOT NULL
);
CREATE INDEX unit_agency ON unit (agency_id);

-- A row without a state is of someone whose leaving came first.
CREATE TABLE employee (
  employee_id       uuid    PRIMARY KEY,
  name              text,
  employment_status text,
  agency_id         uuid,
  unit_id           uuid,
  event_order       bigint  NOT NULL DEFAULT 0,
  left_on           date,
  left_order        bigint  NOT NULL DEFAULT 0,
  in_service        boolean GENERATED ALWAYS AS (event_order > left_order) STORED
);
CREATE INDEX employee_unit ON employee (agency_id, unit_id) WHERE in_service;

-- Hours of a person by month (hundredths of a JP), and the ledger entries that are in them.
CREATE TABLE hours_entry (entry_id uuid PRIMARY KEY);
CREATE TABLE employee_month (
  employee_id uuid     NOT NULL,
  year        smallint NOT NULL,
  month       smallint NOT NULL,
  counted     bigint   NOT NULL,
  entries     integer  NOT NULL,
  PRIMARY KEY (employee_id, year, month)
);

INSERT INTO projection_table (name) VALUES ('unit'), ('employee'), ('hours_entry'), ('employee_month');
