-- People who moved between regions (mutasi), as the region says that took them over: under their name there and, where it is known, under the former one. It says in
-- whose figures of a year they are; the hours that they took along stand in both.
CREATE TABLE learner_move (
  region      text   NOT NULL,
  transfer_id uuid   NOT NULL,
  learner     text   NOT NULL,
  former      text,
  -- First day of service in the new region; null where an older release did not tell it.
  moved_on    date,
  first_told  date   NOT NULL,
  last_told   date   NOT NULL,
  event_order bigint NOT NULL,
  PRIMARY KEY (region, transfer_id)
);

INSERT INTO projection_table (name) VALUES ('learner_move');
