-- Records that turned out to be one person's, and the one that stayed: whose completions come under either id are one person's, in whatever order they come.
CREATE TABLE merged_employee (
  merged_employee_id uuid PRIMARY KEY,
  employee_id        uuid NOT NULL
);
CREATE INDEX merged_employee_kept ON merged_employee (employee_id);
INSERT INTO projection_table (name) VALUES ('merged_employee');
