-- Whether the region's own services were told this version whole: versions that were published before that was done are told at the next start.
ALTER TABLE dictionary ADD COLUMN told_at_home boolean NOT NULL DEFAULT false;
