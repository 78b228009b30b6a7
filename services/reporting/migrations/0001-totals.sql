-- Projections: rebuilt from the archive at any time, so no foreign keys, triggers, views or sequences, and no table here without its line
-- in projection_table. Events may come in any order between subjects and, after a repair, more than once: `event_order` (generation of
-- the region's epoch, then position) is the place of the newest event applied to a row.

-- What regions state: the newest statement of each agency (null: the merged small ones), status and year. Hundredths of a JP.
CREATE TABLE stated_total (
  year              smallint    NOT NULL,
  region            text        NOT NULL,
  agency_id         uuid,
  employment_status text        NOT NULL,
  -- Generation of the region's epoch, then the statement's own number.
  statement_order   bigint      NOT NULL,
  as_of             timestamptz NOT NULL,
  people            integer     NOT NULL,
  band_none         integer     NOT NULL,
  band_started      integer     NOT NULL,
  band_halfway      integer     NOT NULL,
  band_fulfilled    integer     NOT NULL,
  counted           bigint      NOT NULL,
  by_month          bigint[]    NOT NULL CHECK (cardinality(by_month) = 12),
  UNIQUE NULLS NOT DISTINCT (year, region, agency_id, employment_status)
);

CREATE TABLE agency_name (
  region      text   NOT NULL,
  agency_id   uuid   NOT NULL,
  name        text   NOT NULL,
  event_order bigint NOT NULL,
  PRIMARY KEY (region, agency_id)
);

-- Entries of persons under a pseudonym, where regions opted in: each counts once, whatever its agency and month.
CREATE TABLE learner_entry (
  region   text NOT NULL,
  entry_id uuid NOT NULL,
  PRIMARY KEY (region, entry_id)
);
CREATE TABLE learner_month (
  year              smallint NOT NULL,
  region            text     NOT NULL,
  learner           text     NOT NULL,
  agency_id         uuid,
  employment_status text,
  month             smallint NOT NULL,
  counted           bigint   NOT NULL,
  entries           integer  NOT NULL,
  UNIQUE NULLS NOT DISTINCT (year, region, learner, agency_id, employment_status, month)
);

INSERT INTO projection_table (name) VALUES ('stated_total'), ('agency_name'), ('learner_entry'), ('learner_month');
