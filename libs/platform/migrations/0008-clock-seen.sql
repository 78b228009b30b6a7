-- When the clock was last seen right. One that leaps away from it (an empty battery, a year typed wrong) is not believed. No row: nobody has looked yet.
CREATE TABLE clock_seen (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  seen_at timestamptz NOT NULL
);
