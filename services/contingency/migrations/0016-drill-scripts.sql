-- What a drill (gladi) is to show, and how each objective came out.
CREATE TABLE drill_objective (
  drill_id uuid    NOT NULL REFERENCES drill,
  number   integer NOT NULL CHECK (number > 0),
  text     text    NOT NULL,
  result   text    CHECK (result IN ('MET', 'PARTLY', 'NOT_MET')),
  note     text,
  PRIMARY KEY (drill_id, number)
);
-- Injects: what the players are told at which minute, what they should do, and what they did.
CREATE TABLE drill_inject (
  drill_id  uuid    NOT NULL REFERENCES drill,
  number    integer NOT NULL CHECK (number > 0),
  at_minute integer NOT NULL CHECK (at_minute >= 0),
  to_whom   text    NOT NULL,
  content   text    NOT NULL,
  expected  text    NOT NULL,
  outcome   text    CHECK (outcome IN ('AS_EXPECTED', 'LATE', 'WRONG', 'NOT_PLAYED')),
  note      text,
  PRIMARY KEY (drill_id, number)
);
