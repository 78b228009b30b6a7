-- What else a code became where it was split: evidence recorded under it shows these too. Every code that it was recorded under before has its row;
-- `levels[n + 1]` is the level that a recorded level n counts as.
CREATE TABLE competency_split (
  recorded_code text       NOT NULL,
  to_code       text       NOT NULL,
  levels        smallint[] NOT NULL CHECK (cardinality(levels) = 6),
  PRIMARY KEY (recorded_code, to_code)
);
-- Which piece of evidence this one shows the other part of. It is revoked with it, and handed over to nobody: the next region has its own dictionary.
ALTER TABLE evidence ADD COLUMN split_from uuid;
CREATE INDEX evidence_split_from ON evidence (split_from) WHERE split_from IS NOT NULL;
