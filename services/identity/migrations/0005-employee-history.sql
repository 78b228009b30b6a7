-- Status, grade, position and unit of an employee through time, the supervisor, and what follows from them. `-infinity`: since when nobody knows.

ALTER TABLE employee
  -- As it follows from the heads of units, or from `supervisor_said`.
  ADD COLUMN supervisor_id     uuid REFERENCES employee,
  ADD COLUMN supervisor_said   uuid REFERENCES employee,
  -- First day in retirement (TMT pensiun), forecast from birth date and position.
  ADD COLUMN retires_on        date,
  ADD COLUMN transferred_to    text,
  -- Never was in service here: an import that was undone, a double record.
  ADD COLUMN recorded_in_error boolean NOT NULL DEFAULT false,
  ADD COLUMN merged_into       uuid REFERENCES employee;
CREATE INDEX employee_retires ON employee (retires_on, employee_id) WHERE left_on IS NULL;
CREATE INDEX employee_supervisor ON employee (supervisor_id) WHERE left_on IS NULL;

-- Rows are never changed but for being retracted, by the act (an import, an edit, a transfer) that says otherwise: so an act can be undone whole.
CREATE TABLE employee_period (
  period_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  employee_id   uuid        NOT NULL REFERENCES employee,
  facet         text        NOT NULL CHECK (facet IN ('STATUS', 'GRADE', 'POSITION', 'UNIT')),
  -- Status, grade, type of position, id of the unit.
  value         text,
  -- Name of the position.
  detail        text,
  valid_from    date        NOT NULL,
  valid_to      date        CHECK (valid_to > valid_from),
  source        text        NOT NULL CHECK (source IN ('ROSTER', 'OFFICER', 'CORRECTION', 'TRANSFER', 'REORGANISATION', 'EARLIER')),
  act_id        uuid        NOT NULL,
  recorded_by   text        NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now(),
  retracted_at  timestamptz,
  retracted_act uuid
);
CREATE UNIQUE INDEX employee_period_present ON employee_period (employee_id, facet) WHERE valid_to IS NULL AND retracted_at IS NULL;
CREATE INDEX employee_period_person ON employee_period (employee_id, facet, valid_from);
CREATE INDEX employee_period_act ON employee_period (act_id);
CREATE INDEX employee_period_retracted ON employee_period (retracted_act) WHERE retracted_act IS NOT NULL;

INSERT INTO employee_period (employee_id, facet, value, detail, valid_from, source, act_id, recorded_by)
  SELECT e.employee_id, v.facet, v.value, v.detail, '-infinity', 'EARLIER', '00000000-0000-7000-8000-000000000000', 'migration'
    FROM employee e, LATERAL (VALUES ('STATUS', e.employment_status, NULL), ('GRADE', e.grade, NULL), ('POSITION', e.position_type, e.position_name),
                                     ('UNIT', e.unit_id::text, NULL)) AS v(facet, value, detail)
   WHERE v.value IS NOT NULL OR v.detail IS NOT NULL;
