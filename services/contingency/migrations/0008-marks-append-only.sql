-- Marks are only added and taken: a reader that marks a plan never waits for the worker that computes it. Several of one plan are one.
ALTER TABLE readiness_mark DROP CONSTRAINT readiness_mark_pkey;
ALTER TABLE readiness_mark ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;
CREATE INDEX readiness_mark_plan ON readiness_mark (plan_id);
