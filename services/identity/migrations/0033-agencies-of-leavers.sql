-- The agency that somebody was missing from when the file was compared; who works elsewhere by the time it is applied has not left. Null: compared before.
ALTER TABLE roster_leaver ADD COLUMN agency_id uuid;
