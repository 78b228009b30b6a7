-- Employees as identity's events tell of them. `state_order` and `left_order` are the place of the newest event applied, so that an older
-- one never undoes a newer one. `position_key` is the position's name as standards are looked up by it.
CREATE TABLE person (
  employee_id       uuid   PRIMARY KEY,
  name              text,
  employment_status text,
  agency_id         uuid,
  unit_id           uuid,
  position_type     text,
  position_name     text,
  position_key      text,
  supervisor_id     uuid,
  state_order       bigint NOT NULL DEFAULT 0,
  left_on           date,
  left_order        bigint NOT NULL DEFAULT 0
);
CREATE INDEX person_unit ON person (unit_id);
CREATE INDEX person_agency ON person (agency_id);
CREATE INDEX person_position ON person (position_key);
-- Every number a person has had; a number is never given twice.
CREATE TABLE person_number (
  number       text   PRIMARY KEY,
  employee_id  uuid   NOT NULL,
  number_order bigint NOT NULL
);
-- Agencies and units: the tree that rights follow.
CREATE TABLE unit (
  unit_id        uuid   PRIMARY KEY,
  kind           text   NOT NULL,
  name           text   NOT NULL,
  agency_id      uuid   NOT NULL,
  parent_unit_id uuid,
  unit_order     bigint NOT NULL
);
CREATE INDEX unit_parent ON unit (parent_unit_id);

-- Development targets of other regions, as far as their events have come.
CREATE TABLE shared_target (
  target_id    uuid    PRIMARY KEY,
  region       text    NOT NULL,
  revision     integer NOT NULL,
  parent_id    uuid,
  kind         text    NOT NULL,
  code         text    NOT NULL,
  title        text    NOT NULL,
  unit         text,
  yearly       jsonb   NOT NULL,
  valid_from   date    NOT NULL,
  valid_to     date    NOT NULL,
  withdrawn    boolean NOT NULL,
  target_order bigint  NOT NULL
);
CREATE INDEX shared_target_list ON shared_target (region, code, target_id);

INSERT INTO projection_table (name) VALUES ('person'), ('person_number'), ('unit'), ('shared_target');

-- The region's own tree of the RPJMD (visi, misi, tujuan, sasaran, indikator). `yearly` holds a row a year: year, target, actual.
CREATE TABLE development_target (
  target_id        uuid        PRIMARY KEY,
  revision         integer     NOT NULL,
  parent_id        uuid        REFERENCES development_target,
  kind             text        NOT NULL CHECK (kind IN ('VISION', 'MISSION', 'GOAL', 'TARGET', 'INDICATOR')),
  code             text        NOT NULL,
  title            text        NOT NULL,
  unit             text,
  yearly           jsonb       NOT NULL DEFAULT '[]',
  valid_from       date        NOT NULL,
  valid_to         date        NOT NULL CHECK (valid_to > valid_from),
  withdrawn_reason text,
  changed_by       text        NOT NULL,
  changed_at       timestamptz NOT NULL DEFAULT now()
);
-- A number stands once in a document; what was withdrawn frees its number.
CREATE UNIQUE INDEX development_target_code ON development_target (valid_from, code) WHERE withdrawn_reason IS NULL;
CREATE INDEX development_target_parent ON development_target (parent_id);
CREATE INDEX development_target_list ON development_target (code, target_id);
