-- What a region still learns of people who moved (mutasi) follows to where they went. Which move of a person is the last one decides whether and where to.
ALTER TABLE transfer_out ADD COLUMN left_on date, ADD COLUMN move_order bigint NOT NULL DEFAULT 0;
ALTER TABLE transfer_in ADD COLUMN effective_on date, ADD COLUMN move_order bigint NOT NULL DEFAULT 0;
CREATE INDEX transfer_out_person ON transfer_out (employee_id);
CREATE INDEX transfer_in_person ON transfer_in (employee_id);

-- How each completion was told to a region last: standing, or taken back.
CREATE TABLE hours_told (
  to_region     text    NOT NULL,
  completion_id uuid    NOT NULL,
  stands        boolean NOT NULL,
  PRIMARY KEY (to_region, completion_id)
);
INSERT INTO hours_told (to_region, completion_id, stands)
SELECT DISTINCT t.to_region, e.completion_id, true FROM transfer_out AS t JOIN ledger_entry AS e USING (employee_id)
 WHERE e.reverses_entry_id IS NULL AND e.recorded_at <= t.handed_at
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS l WHERE l.reverses_entry_id = e.entry_id AND l.recorded_at <= t.handed_at);

-- People of whom something is still to be told, because their region had no valid key; everyone who moved before this was kept at all.
CREATE TABLE later_hours_due (employee_id uuid PRIMARY KEY);
INSERT INTO later_hours_due SELECT DISTINCT employee_id FROM transfer_out;

-- What former regions told after they had handed a record over, the newest word on each completion; applied once the record itself is here.
CREATE TABLE later_hours (
  transfer_id   uuid    NOT NULL,
  from_region   text    NOT NULL,
  completion_id uuid    NOT NULL, -- as the region named it that first booked it
  revision      integer NOT NULL,
  entry         jsonb,            -- null: taken back, or applied
  reason        text,
  event_id      text    NOT NULL,
  applied       boolean NOT NULL DEFAULT false,
  PRIMARY KEY (transfer_id, from_region, completion_id)
);

ALTER TABLE entry_origin ADD COLUMN origin_event_id text;
CREATE INDEX entry_origin_original ON entry_origin (origin_completion_id) WHERE origin_completion_id IS NOT NULL;
