-- The region's own competency dictionary (kamus kompetensi) as competency-mapping publishes it, in parts; version 1 is reference data and never told.
CREATE TABLE dictionary_part (
  dictionary_id      uuid    NOT NULL,
  part               integer NOT NULL,
  parts              integer NOT NULL,
  dictionary_version integer NOT NULL,
  -- Code, names, lowest and highest level of each competency.
  competencies       jsonb   NOT NULL,
  PRIMARY KEY (dictionary_id, part)
);
INSERT INTO projection_table (name) VALUES ('dictionary_part');

-- What became of the codes of the version before, so that what was written by old codes (templates of other regions) can still be read.
ALTER TABLE dictionary_step ADD COLUMN successions jsonb NOT NULL DEFAULT '[]';

-- A dictionary that takes away what a role asks for asks for a review too, once a version.
ALTER TABLE review DROP CONSTRAINT review_cause_check;
ALTER TABLE review ADD CONSTRAINT review_cause_check CHECK (cause IN ('CONDITION', 'DRILL', 'AFTER_ACTION', 'PERIODIC', 'HAZARD', 'DICTIONARY'));
DROP INDEX review_cause;
CREATE UNIQUE INDEX review_cause ON review (plan_id, cause, cause_id) WHERE cause IN ('CONDITION', 'DRILL', 'AFTER_ACTION', 'DICTIONARY');

-- Templates whose codes followed a dictionary are to be looked at before they are published again; null: nothing is to be looked at.
ALTER TABLE plan_template ADD COLUMN review_reason text;
