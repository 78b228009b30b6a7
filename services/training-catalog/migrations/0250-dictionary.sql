-- Parts of the versions of the region's own competency dictionary (kamus kompetensi): a version holds once all its parts are there.
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

-- What became of the codes of the version before. Programmes follow each version once.
CREATE TABLE dictionary_step (
  dictionary_id      uuid        PRIMARY KEY,
  dictionary_version integer     NOT NULL,
  successions        jsonb       NOT NULL,
  applied_at         timestamptz NOT NULL DEFAULT now()
);

-- Whether a programme that counts in hours is published without the modules that make them up: pointed out, or refused.
ALTER TABLE catalogue_rules ADD COLUMN curriculum text NOT NULL DEFAULT 'ADVISED' CHECK (curriculum IN ('ADVISED', 'REQUIRED'));
