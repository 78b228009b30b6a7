-- What became of the codes of the version before, as it was told: null in the first version, and in those published before it was kept.
ALTER TABLE dictionary ADD COLUMN successions jsonb;
