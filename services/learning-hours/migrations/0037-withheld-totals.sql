-- A status of too few people in the whole region is stated as withheld, without a figure: whoever adds up regions knows that somebody is left out.
ALTER TABLE totals_statement ADD COLUMN withheld boolean NOT NULL DEFAULT false;
-- All years are looked at once more; where nothing is withheld nothing is stated anew.
INSERT INTO totals_mark (employment_status, year) SELECT DISTINCT employment_status, year FROM person_year WHERE in_service;
