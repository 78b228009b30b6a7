-- A region with a new key of pseudonyms names its persons anew. Of each former name the newest one: hours stand under that alone, whenever they were told. Names are
-- of one region; two regions never have one in common.
CREATE TABLE learner_alias (
  former  text NOT NULL,
  region  text NOT NULL,
  learner text NOT NULL,
  -- Day on which it was told last, by the region's calendar.
  told_on date NOT NULL,
  PRIMARY KEY (former, region)
);
CREATE INDEX learner_alias_learner ON learner_alias (region, learner);
CREATE INDEX learner_month_learner ON learner_month (region, learner);

INSERT INTO projection_table (name) VALUES ('learner_alias');
