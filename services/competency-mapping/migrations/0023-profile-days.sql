-- What a match was computed by, and on which day, so that a process that was down while a rule began, or while the day of some evidence came,
-- finds afterwards whose profile that changes. Null until it is computed again.
ALTER TABLE profile_summary ADD COLUMN match_rule_version text, ADD COLUMN computed_on date;
UPDATE profile_summary SET computed_on = computed_at::date WHERE computed_at IS NOT NULL;
