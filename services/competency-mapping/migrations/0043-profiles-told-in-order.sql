-- The transaction that computed a profile last: one that had begun before it would be published before it.
ALTER TABLE profile_summary ADD COLUMN computed_xid xid8;
