-- Which records turned out to be another one's: what other services tell of the one comes by lines of their own, and may come after the two were joined.
CREATE TABLE joined_record (
  employee_id uuid PRIMARY KEY,
  -- The record that stays; where it was joined with another since, the last one.
  stays_id    uuid NOT NULL
);
CREATE INDEX joined_record_stays ON joined_record (stays_id);
