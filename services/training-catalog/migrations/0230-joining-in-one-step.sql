-- What was done in the step that joined a similar training, and what was known of the programme on that day: its row may change.
ALTER TABLE overlap_decision
  ADD COLUMN adopted_programme_id  uuid,
  ADD COLUMN seats_asked           integer NOT NULL DEFAULT 0,
  ADD COLUMN planned_cost          bigint,
  ADD COLUMN development_target_id uuid;
UPDATE overlap_decision AS d SET planned_cost = p.fixed_cost, development_target_id = p.development_target_id
  FROM programme AS p WHERE p.programme_id = d.programme_id;
CREATE INDEX overlap_decision_order ON overlap_decision (decided_at, decision_id);
