-- A certificate outlives the identity of whom it was given to: without a name it still tells number, programme, days and hours.
ALTER TABLE certificate ALTER COLUMN holder_name DROP NOT NULL;
-- The place of the newest word that somebody's identity is kept no longer: nothing older brings a name back. A column of its own, for who has left
-- stays so whatever the order in which leaving and erasing come.
ALTER TABLE employee ADD COLUMN erased_order bigint NOT NULL DEFAULT 0;
UPDATE certificate AS c SET holder_name = NULL FROM employee AS e WHERE e.employee_id = c.employee_id AND c.home_region IS NULL
   AND e.name IS NULL AND e.employment_status IS NULL AND e.state_order > 0;
