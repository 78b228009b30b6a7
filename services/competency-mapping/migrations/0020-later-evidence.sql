-- Evidence that a region still gets, or revokes, of people who moved (mutasi) follows to where they went last.
ALTER TABLE record_handed_over ADD COLUMN to_region text, ADD COLUMN left_on date, ADD COLUMN move_order bigint NOT NULL DEFAULT 0;
ALTER TABLE transfer_in ADD COLUMN from_region text, ADD COLUMN effective_on date, ADD COLUMN move_order bigint NOT NULL DEFAULT 0;
CREATE INDEX record_handed_over_person ON record_handed_over (employee_id);
CREATE INDEX transfer_in_person ON transfer_in (employee_id);
-- How each piece of evidence was told to a region last: holding, or revoked.
CREATE TABLE evidence_told (
  to_region   text    NOT NULL,
  evidence_id uuid    NOT NULL,
  stands      boolean NOT NULL,
  PRIMARY KEY (to_region, evidence_id)
);
-- People of whom something is still to be told, because their region had no valid key.
CREATE TABLE later_evidence_due (employee_id uuid PRIMARY KEY);
-- What former regions told after the record; a revocation is final, whatever comes in whatever order.
CREATE TABLE later_evidence (
  transfer_id uuid    NOT NULL,
  from_region text    NOT NULL,
  evidence_id uuid    NOT NULL,
  evidence    jsonb   NOT NULL,
  revoked     boolean NOT NULL,
  reason      text,
  PRIMARY KEY (transfer_id, from_region, evidence_id)
);
ALTER TABLE evidence ADD COLUMN former_region text, ADD COLUMN origin_record_id uuid;
