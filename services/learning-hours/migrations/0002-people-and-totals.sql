-- Employees of the region as identity's events tell of them. `state_order` and `left_order` are the place of the newest event applied, so that
-- an older one never undoes a newer one. A row without state is of someone whose leaving came first.
CREATE TABLE person (
  employee_id       uuid    PRIMARY KEY,
  employee_number   text,
  name              text,
  employment_status text,
  agency_id         uuid,
  unit_id           uuid,
  in_service_since  integer NOT NULL DEFAULT 0,
  state_order       bigint  NOT NULL DEFAULT 0,
  left_on           date,
  left_order        bigint  NOT NULL DEFAULT 0
);
CREATE INDEX person_unit ON person (unit_id);

-- Agencies and units: the tree that rights follow.
CREATE TABLE unit (
  unit_id        uuid   PRIMARY KEY,
  kind           text   NOT NULL,
  name           text   NOT NULL,
  agency_id      uuid   NOT NULL,
  parent_unit_id uuid,
  unit_order     bigint NOT NULL
);
CREATE INDEX unit_parent ON unit (parent_unit_id);

INSERT INTO projection_table (name) VALUES ('person'), ('unit');

-- Years that are counted: everyone in service has a row in each of them, also without a single hour.
CREATE TABLE counted_year (year smallint PRIMARY KEY);

-- A person's hours of a year (hundredths of a JP), kept with the ledger in one transaction. Agency and status of a past year stay as they were.
CREATE TABLE person_year (
  employee_id       uuid     NOT NULL,
  year              smallint NOT NULL,
  agency_id         uuid,
  employment_status text,
  in_service        boolean  NOT NULL DEFAULT false,
  earned            bigint   NOT NULL DEFAULT 0,
  counted           bigint   NOT NULL DEFAULT 0,
  by_month          bigint[] NOT NULL DEFAULT '{0,0,0,0,0,0,0,0,0,0,0,0}' CHECK (cardinality(by_month) = 12),
  entries           integer  NOT NULL DEFAULT 0,
  PRIMARY KEY (employee_id, year)
) WITH (fillfactor = 80);
CREATE INDEX person_year_group ON person_year (year, employment_status, agency_id) WHERE in_service;

-- One row a transaction that changed totals of a status and year: rows of one's own, so that writers never wait for the publisher and a change
-- that commits late is not overlooked.
CREATE TABLE totals_mark (
  mark              bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  employment_status text     NOT NULL,
  year              smallint NOT NULL
);

-- What was stated last, by agency (null: the rest), status and year.
CREATE TABLE totals_statement (
  agency_id         uuid,
  employment_status text     NOT NULL,
  year              smallint NOT NULL,
  statement         integer  NOT NULL,
  stated_at         timestamptz NOT NULL,
  people            integer  NOT NULL,
  bands             integer[] NOT NULL,
  counted           bigint   NOT NULL,
  by_month          bigint[] NOT NULL,
  UNIQUE NULLS NOT DISTINCT (agency_id, employment_status, year)
);
