-- Which employee an account is of that drew a plan up or took a step: who is reminded, and told when it is sent back. Null: an account of nobody here.
ALTER TABLE plan ADD COLUMN created_employee_id uuid;
ALTER TABLE plan_step ADD COLUMN actor_employee_id uuid;
