-- The place of the newest word that somebody's identity is kept no longer: nothing older brings a name back. A column of its own, for who has left
-- stays so whatever the order in which leaving and erasing come.
ALTER TABLE person ADD COLUMN erased_order bigint NOT NULL DEFAULT 0;
