-- Where a figure comes from, down to the event: rows written before this migration learn it from their next statement or a rebuild.
ALTER TABLE stated_total ADD COLUMN epoch text, ADD COLUMN position bigint, ADD COLUMN event_id uuid;

-- What regions state beside learning hours: the newest statement of each kind and subject, with its figures as stated and its event.
-- For what is decided once (an overlap avoided) the subject is the decision. `year` is null for what has none.
CREATE TABLE statement (
  kind            text        NOT NULL,
  region          text        NOT NULL,
  subject         text        NOT NULL,
  year            smallint,
  agency_id       uuid,
  statement_order bigint      NOT NULL,
  as_of           timestamptz NOT NULL,
  service         text        NOT NULL,
  audience        text        NOT NULL,
  epoch           text        NOT NULL,
  position        bigint      NOT NULL,
  event_id        uuid        NOT NULL,
  data            jsonb       NOT NULL,
  PRIMARY KEY (kind, region, subject)
);
CREATE INDEX statement_of_year ON statement (kind, year, region);

-- Names of what programmes and plans serve (RPJMD), of all regions.
CREATE TABLE development_target (
  target_id   uuid   PRIMARY KEY,
  region      text   NOT NULL,
  code        text   NOT NULL,
  title       text   NOT NULL,
  event_order bigint NOT NULL
);

-- Completions of the region's own people, by programme: a region's own view of the use of programmes.
CREATE TABLE home_completion (
  completion_id uuid     PRIMARY KEY,
  employee_id   uuid     NOT NULL,
  programme_id  uuid,
  target_id     uuid,
  title         text,
  held_by       text,
  year          smallint,
  revoked       boolean  NOT NULL DEFAULT false,
  epoch         text,
  position      bigint,
  event_id      uuid
);
CREATE INDEX home_completion_year ON home_completion (year) WHERE NOT revoked;

-- The lineage of a person's hours: which event brought which entry.
ALTER TABLE hours_entry ADD COLUMN employee_id uuid, ADD COLUMN year smallint, ADD COLUMN month smallint, ADD COLUMN counted bigint,
  ADD COLUMN epoch text, ADD COLUMN position bigint, ADD COLUMN event_id uuid;
CREATE INDEX hours_entry_employee ON hours_entry (employee_id, year);

INSERT INTO projection_table (name) VALUES ('statement'), ('development_target'), ('home_completion');
