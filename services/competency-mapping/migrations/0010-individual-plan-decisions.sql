-- Who decided on an individual plan and when, as its document shows it.
ALTER TABLE individual_plan
  ADD COLUMN submitted_at        timestamptz,
  ADD COLUMN decided_at          timestamptz,
  ADD COLUMN decided_employee_id uuid;
