-- Since when a unit is an agency and until when, so that nobody waits for its report of a time without it. `-infinity`: always, as far as is known;
-- `infinity`: never was an agency. Rows written before this migration learn it from their next event or a rebuild.
ALTER TABLE unit ADD COLUMN agency_from date NOT NULL DEFAULT '-infinity', ADD COLUMN closed_on date;
COMMENT ON COLUMN unit.closed_on IS 'First day on which the unit is no more';

-- One line is one line however offices write it in two files: capitals and spaces make no other line, and none that counts twice.
ALTER TABLE budget_line ADD COLUMN line_key text;
UPDATE budget_line SET line_key = lower(regexp_replace(agency || chr(31) || code || chr(31) || title, '[[:space:]]+', ' ', 'g'));
-- Of lines that were one and counted twice the one stays that an officer decided on, else the newest.
DELETE FROM budget_line AS l USING (
  SELECT line_id, row_number() OVER (PARTITION BY fiscal_year, stage, line_key ORDER BY reason LIKE 'officer:%' DESC, changed_at DESC, line_id DESC) AS place
    FROM budget_line) AS d
 WHERE d.line_id = l.line_id AND d.place > 1;
ALTER TABLE budget_line ALTER COLUMN line_key SET NOT NULL,
  DROP CONSTRAINT budget_line_fiscal_year_stage_agency_code_title_key,
  ADD CONSTRAINT budget_line_once UNIQUE (fiscal_year, stage, line_key);

-- The last file that had a line, also where it brought nothing new: what it has twice is told from what another file had.
ALTER TABLE budget_line ADD COLUMN seen_import_id uuid;
UPDATE budget_line SET seen_import_id = import_id;
CREATE INDEX budget_line_seen ON budget_line (seen_import_id);

-- How old the figures of an evening were, and whether some part was withheld. Evenings of before have none.
ALTER TABLE figure_history ADD COLUMN as_of timestamptz, ADD COLUMN made_at timestamptz, ADD COLUMN partial boolean NOT NULL DEFAULT false;
