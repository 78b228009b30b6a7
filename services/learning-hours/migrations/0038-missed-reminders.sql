-- Reminders of the calendar that no process was there to send while they could help: kept beside those that were sent, and told to whoever set the day.
ALTER TABLE reminder_run ADD COLUMN missed_at timestamptz;
ALTER TABLE reminder_date ADD COLUMN set_by_employee uuid;
