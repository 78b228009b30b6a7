-- That the years of all people are to be looked at again. A projection's table: what a rebuild of the list of people writes here comes into force with the list.
CREATE TABLE years_due (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- Up to this person it is done.
  through uuid
);
INSERT INTO projection_table (name) VALUES ('years_due');
