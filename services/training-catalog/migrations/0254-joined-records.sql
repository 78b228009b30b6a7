-- Which records turned out to be another one's: a number that was recorded with the one is the other's, also in files that come afterwards.
CREATE TABLE joined_record (
  employee_id uuid PRIMARY KEY,
  -- The record that stays; where it was joined with another since, the last one.
  stays_id    uuid NOT NULL
);
CREATE INDEX joined_record_stays ON joined_record (stays_id);
