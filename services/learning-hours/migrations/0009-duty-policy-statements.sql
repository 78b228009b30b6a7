-- Revisions of the duty that the region's other services were told of, and whether its province was.
CREATE TABLE duty_policy_statement (
  employment_status text        NOT NULL,
  valid_from        date        NOT NULL,
  origin            text        NOT NULL,
  revision          integer     NOT NULL,
  to_province       boolean     NOT NULL,
  stated_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (employment_status, valid_from, origin, revision)
);
