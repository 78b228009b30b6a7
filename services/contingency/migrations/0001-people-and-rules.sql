-- Employees of the region as identity's events tell of them; `state_order` and `left_order` are the place of the newest event applied, so that
-- an older one never undoes a newer one. Of the employee number only the birth date is kept: retirement follows from it.
CREATE TABLE person (
  employee_id   uuid   PRIMARY KEY,
  name          text,
  agency_id     uuid,
  unit_id       uuid,
  position_type text,
  born_on       date,
  state_order   bigint NOT NULL DEFAULT 0,
  left_on       date,
  left_order    bigint NOT NULL DEFAULT 0
);
CREATE INDEX person_unit ON person (unit_id);

-- Agencies and units: names, and the tree that rights follow.
CREATE TABLE unit (
  unit_id        uuid   PRIMARY KEY,
  kind           text   NOT NULL,
  name           text   NOT NULL,
  agency_id      uuid   NOT NULL,
  parent_unit_id uuid,
  unit_order     bigint NOT NULL
);
CREATE INDEX unit_parent ON unit (parent_unit_id);

-- Levels of people as competency-mapping tells of them; a level of null is kept, so that an older event cannot bring it back.
CREATE TABLE person_competency (
  employee_id     uuid     NOT NULL,
  competency_code text     NOT NULL,
  level           smallint,
  valid_until     date,
  profile_order   bigint   NOT NULL,
  PRIMARY KEY (employee_id, competency_code)
);

-- Emergencies of all regions of the federation, this one's own among them.
CREATE TABLE region_emergency (
  emergency_id  uuid    PRIMARY KEY,
  region        text    NOT NULL,
  declaration   integer NOT NULL DEFAULT 0,
  hazard_code   text,
  title         text,
  area          text,
  level         text,
  decree_number text,
  decree_on     date,
  starts_on     date,
  ends_on       date,
  ended_on      date,
  ended_declaration integer NOT NULL DEFAULT 0,
  told_at       timestamptz NOT NULL
);

-- Templates that any region offers to all.
CREATE TABLE shared_template (
  template_id      uuid    PRIMARY KEY,
  region           text    NOT NULL,
  template_version integer,
  hazard_code      text,
  title            text,
  sections         jsonb,
  roles            jsonb,
  needs            jsonb,
  published_order  bigint  NOT NULL DEFAULT 0,
  withdrawn_reason text,
  withdrawn_order  bigint  NOT NULL DEFAULT 0
);

INSERT INTO projection_table (name) VALUES ('person'), ('unit'), ('person_competency'), ('region_emergency'), ('shared_template');

-- Settings: dated rows, never changed, only followed by a later revision. A row of the region's own wins over the product's reference data.
CREATE TABLE rule (
  key         text        NOT NULL,
  valid_from  date        NOT NULL,
  origin      text        NOT NULL CHECK (origin IN ('REFERENCE', 'REGION')),
  revision    integer     NOT NULL CHECK (revision > 0),
  value       jsonb       NOT NULL,
  basis       text        NOT NULL,
  status      text        NOT NULL,
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (key, valid_from, origin, revision)
);
REVOKE UPDATE, DELETE, TRUNCATE ON rule FROM {app_role};

-- Kinds of hazards (jenis ancaman), dated.
CREATE TABLE hazard_kind (
  code         text    NOT NULL CHECK (code ~ '^[A-Z][A-Z0-9-]{1,29}$'),
  valid_from   date    NOT NULL,
  origin       text    NOT NULL CHECK (origin IN ('REFERENCE', 'REGION')),
  revision     integer NOT NULL CHECK (revision > 0),
  valid_to     date    CHECK (valid_to >= valid_from),
  name_id      text    NOT NULL,
  name_en      text    NOT NULL,
  hazard_group text    NOT NULL CHECK (hazard_group IN ('NATURAL', 'NON_NATURAL', 'SOCIAL')),
  basis        text    NOT NULL,
  status       text    NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (code, valid_from, origin, revision)
);
REVOKE UPDATE, DELETE, TRUNCATE ON hazard_kind FROM {app_role};

-- What the province was told last, by kind of statement and subject; the number counts up when the data differ.
CREATE TABLE statement (
  kind       text        NOT NULL CHECK (kind IN ('HAZARD', 'PLAN', 'READINESS', 'DRILL')),
  subject_id uuid        NOT NULL,
  number     integer     NOT NULL,
  data       jsonb       NOT NULL,
  stated_at  timestamptz NOT NULL,
  PRIMARY KEY (kind, subject_id)
);
