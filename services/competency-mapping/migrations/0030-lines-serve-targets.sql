-- A competency may also serve a target of the province's plan, which is known by its events alone; that the target exists is checked when it is tied.
ALTER TABLE competency_target DROP CONSTRAINT competency_target_target_id_fkey;
CREATE INDEX plan_line_target ON plan_line (development_target_id) WHERE development_target_id IS NOT NULL;
