-- A version that is signed before its first day waits, and the one before holds until then.
ALTER TABLE plan_version DROP CONSTRAINT plan_version_state_check;
ALTER TABLE plan_version ADD CONSTRAINT plan_version_state_check CHECK (state IN ('DRAFT', 'SUBMITTED', 'SIGNED', 'IN_FORCE', 'SUPERSEDED', 'DISCARDED'));
ALTER TABLE plan_version DROP CONSTRAINT plan_version_check;
ALTER TABLE plan_version ADD CONSTRAINT plan_version_signed CHECK ((state IN ('SIGNED', 'IN_FORCE', 'SUPERSEDED')) = (decree_number IS NOT NULL));
DROP INDEX plan_version_open;
CREATE UNIQUE INDEX plan_version_open ON plan_version (plan_id) WHERE state IN ('DRAFT', 'SUBMITTED', 'SIGNED');
CREATE INDEX plan_version_ahead ON plan_version (valid_from) WHERE state = 'SIGNED';

-- First day on which a unit is no more: nothing new is given to it.
ALTER TABLE unit ADD COLUMN closed_on date;
