-- Sums of the own people by unit and status, so that a dashboard costs what units cost, not people or ledger entries. Made from the
-- projections by whoever serves them, unit by unit; `home_mark` names the units whose sums have to be made anew.
CREATE TABLE home_total (
  year              smallint    NOT NULL,
  agency_id         uuid        NOT NULL,
  unit_id           uuid        NOT NULL,
  employment_status text        NOT NULL,
  people            integer     NOT NULL,
  band_none         integer     NOT NULL,
  band_started      integer     NOT NULL,
  band_halfway      integer     NOT NULL,
  band_fulfilled    integer     NOT NULL,
  -- Hundredths of a JP; by month before the most that counts a year.
  counted           bigint      NOT NULL,
  by_month          bigint[]    NOT NULL CHECK (cardinality(by_month) = 12),
  PRIMARY KEY (year, agency_id, unit_id, employment_status)
);
CREATE INDEX home_total_unit ON home_total (unit_id);
-- Years for which sums are kept: those with hours, and the present one.
CREATE TABLE home_year (year smallint PRIMARY KEY);

-- A projection's own table, so that a rebuild marks everything it brings. Year 0: all years, because someone came or went.
CREATE TABLE home_mark (
  unit_id   uuid        NOT NULL,
  year      smallint    NOT NULL,
  marked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (unit_id, year)
);
CREATE INDEX home_mark_age ON home_mark (marked_at);
CREATE INDEX employee_of_unit ON employee (unit_id) WHERE in_service;
INSERT INTO projection_table (name) VALUES ('home_mark');
INSERT INTO home_mark (unit_id, year) SELECT DISTINCT unit_id, 0 FROM employee WHERE unit_id IS NOT NULL;
