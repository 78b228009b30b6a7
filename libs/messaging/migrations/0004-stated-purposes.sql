-- For which purposes this service's present has been stated to others. A region that has just got a province, or shares for a purpose from now
-- on, owes them what it never wrote for them while it kept it to itself; it is stated once, and noted in the transaction that writes it.
CREATE TABLE stated_purpose (
  audience  text        NOT NULL CHECK (audience IN ('province', 'federation')),
  purpose   text        NOT NULL,
  facts     integer     NOT NULL,
  stated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (audience, purpose)
);
GRANT SELECT ON stated_purpose TO betang_observer;
