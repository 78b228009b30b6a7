-- The duty of learning hours by which a region counts who has fulfilled, as its learning-hours says: of each row the newest revision. Hundredths of a JP.
CREATE TABLE duty_policy (
  region            text        NOT NULL,
  employment_status text        NOT NULL,
  origin            text        NOT NULL,
  valid_from        date        NOT NULL,
  valid_to          date,
  -- Generation of the region's epoch, then the revision.
  policy_order      bigint      NOT NULL,
  least             bigint,
  most              bigint,
  basis             text        NOT NULL,
  withdrawn         boolean     NOT NULL,
  as_of             timestamptz NOT NULL,
  audience          text        NOT NULL,
  epoch             text        NOT NULL,
  position          bigint      NOT NULL,
  event_id          uuid        NOT NULL,
  PRIMARY KEY (region, employment_status, origin, valid_from)
);
INSERT INTO projection_table (name) VALUES ('duty_policy');
