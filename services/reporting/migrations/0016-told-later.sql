-- What somebody was in a year, told once it was over (a decree of December that is recorded in January): it says nothing of the years after it.
ALTER TABLE employee_state ADD COLUMN told_later boolean NOT NULL DEFAULT false;
ALTER TABLE employee_state ALTER COLUMN told_later DROP DEFAULT, DROP CONSTRAINT employee_state_pkey, ADD PRIMARY KEY (employee_id, from_year, told_later);
