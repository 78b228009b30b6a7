-- True where a region states that people of a status are in none of its figures, for they are too few.
ALTER TABLE stated_total ADD COLUMN withheld boolean NOT NULL DEFAULT false;
