-- What people were when years ended, as reporting keeps it: of each person and year the newest that was told in it, under year 0 the oldest there is; and what
-- was told of a year once it was over (a decree of December that is recorded in January), which says nothing of the years after it.
CREATE TABLE person_state (
  employee_id       uuid     NOT NULL,
  from_year         smallint NOT NULL,
  told_later        boolean  NOT NULL,
  state_order       bigint   NOT NULL,
  agency_id         uuid     NOT NULL,
  employment_status text     NOT NULL,
  PRIMARY KEY (employee_id, from_year, told_later)
);
INSERT INTO projection_table (name) VALUES ('person_state');

-- The newest year in which something was told: from it on somebody is what the row of the person says.
ALTER TABLE person ADD COLUMN state_year smallint NOT NULL DEFAULT 0;

-- Until now a year kept what the person was when the year was first counted: so it stays.
INSERT INTO person_state (employee_id, from_year, told_later, state_order, agency_id, employment_status)
SELECT y.employee_id, y.year, false, p.state_order, y.agency_id, y.employment_status
  FROM person_year AS y JOIN person AS p USING (employee_id)
 WHERE p.state_order > 0 AND y.agency_id IS NOT NULL AND y.employment_status IS NOT NULL;
INSERT INTO person_state (employee_id, from_year, told_later, state_order, agency_id, employment_status)
SELECT DISTINCT ON (p.employee_id) p.employee_id, 0, false, p.state_order, coalesce(s.agency_id, p.agency_id), coalesce(s.employment_status, p.employment_status)
  FROM person AS p LEFT JOIN person_state AS s USING (employee_id)
 WHERE p.state_order > 0 AND p.agency_id IS NOT NULL AND p.employment_status IS NOT NULL
 ORDER BY p.employee_id, s.from_year;
UPDATE person AS p SET state_year = s.from_year + CASE WHEN (s.agency_id, s.employment_status) = (p.agency_id, p.employment_status) THEN 0 ELSE 1 END
  FROM (SELECT DISTINCT ON (employee_id) * FROM person_state WHERE from_year > 0 ORDER BY employee_id, from_year DESC) AS s
 WHERE s.employee_id = p.employee_id;
