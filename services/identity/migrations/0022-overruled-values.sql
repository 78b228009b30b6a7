-- What files say of somebody and an officer found wrong: a later file that says it again changes nothing, and asks nobody again.

CREATE TABLE overruled_value (
  employee_id uuid        NOT NULL REFERENCES employee,
  field       text        NOT NULL CHECK (field IN ('employeeNumber', 'birthDate', 'sex', 'employmentStatus')),
  value       text        NOT NULL,
  said_by     text        NOT NULL,
  said_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (employee_id, field, value)
);
CREATE INDEX overruled_number ON overruled_value (value) WHERE field = 'employeeNumber';

-- Who a row without a readable number turned out to be, by the words of the row.
CREATE INDEX correction_row_subject ON correction (subject_key) WHERE employee_id IS NULL;
