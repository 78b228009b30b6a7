-- The event for which a profile is computed again, where there is one: the dictionary that was published.
ALTER TABLE profile_mark ADD COLUMN cause_event uuid;
