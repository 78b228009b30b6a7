-- Who served when a year ended, and as what: figures of a year that is over count those people, whoever has left, moved or got another status since. Of each
-- person and year the newest that was told in it; under year 0 the oldest there is, for the years before anything was told.
CREATE TABLE employee_state (
  employee_id       uuid     NOT NULL,
  from_year         smallint NOT NULL,
  event_order       bigint   NOT NULL,
  agency_id         uuid     NOT NULL,
  unit_id           uuid     NOT NULL,
  employment_status text     NOT NULL,
  PRIMARY KEY (employee_id, from_year)
);
CREATE INDEX employee_state_unit ON employee_state (unit_id);

-- Moves between regions (mutasi): who came from another one counts there for the years that ended before.
CREATE TABLE employee_move (
  employee_id uuid   NOT NULL,
  transfer_id uuid   NOT NULL,
  kind        text   NOT NULL CHECK (kind IN ('IN', 'OUT')),
  day         date   NOT NULL,
  move_order  bigint NOT NULL,
  PRIMARY KEY (employee_id, transfer_id, kind)
);

-- Year of first appointment; 0: ever since, as far as is known.
ALTER TABLE employee ADD COLUMN since_year smallint NOT NULL DEFAULT 0;

INSERT INTO projection_table (name) VALUES ('employee_state'), ('employee_move');

-- What people were is in the archive: until the rebuild is through they were always what they are.
INSERT INTO employee_state (employee_id, from_year, event_order, agency_id, unit_id, employment_status)
SELECT employee_id, 0, event_order, agency_id, unit_id, employment_status FROM employee
 WHERE event_order > 0 AND agency_id IS NOT NULL AND unit_id IS NOT NULL AND employment_status IS NOT NULL;
INSERT INTO projection_rebuild (rebuild_id, requested_by)
SELECT gen_random_uuid(), 'people of a year' WHERE EXISTS (SELECT 1 FROM employee_state)
ON CONFLICT DO NOTHING;
