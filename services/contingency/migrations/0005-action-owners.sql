-- The person of the owning unit who sees to an action, where one is named.
ALTER TABLE action ADD COLUMN owner_employee_id uuid;
CREATE INDEX action_due ON action (due_on) WHERE done_on IS NULL;
