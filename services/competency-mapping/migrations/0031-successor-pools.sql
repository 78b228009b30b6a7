-- By which version of the standard and by which rule a pool was made: its reasons stay explained when either changes. Null: made before it was kept.
ALTER TABLE successor_pool ADD COLUMN standard_version integer, ADD COLUMN rule_version text;
CREATE INDEX successor_pool_made ON successor_pool (made_at, pool_id);
