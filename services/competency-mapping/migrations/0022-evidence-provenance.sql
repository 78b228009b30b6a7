-- Which event brought a piece of evidence here, or took it back; of evidence from another region also who handed it over, and when. Null where
-- a person recorded it, and for what came before this was kept.
ALTER TABLE evidence
  ADD COLUMN event_id         uuid,
  ADD COLUMN revoked_event_id uuid,
  ADD COLUMN handed_over_by   text,
  ADD COLUMN handed_over_at   timestamptz;
UPDATE evidence AS e SET handed_over_by = t.from_region FROM transfer_in AS t WHERE e.source = 'TRANSFER' AND t.transfer_id = e.assessment_id;
-- The same of what waits until the person is known here.
ALTER TABLE record_received ADD COLUMN event_id uuid, ADD COLUMN handed_over_at timestamptz;
ALTER TABLE later_evidence ADD COLUMN event_id uuid, ADD COLUMN handed_over_at timestamptz;
-- Records that could not be handed over because the region had no valid key: they go before anything later does.
ALTER TABLE record_handed_over ADD COLUMN due boolean NOT NULL DEFAULT false;
