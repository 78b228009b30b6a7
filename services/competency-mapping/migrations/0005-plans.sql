-- Plans of competency development: annual (PP 11/2017 article 205-207) or multi-year (HCDP), of an agency or of the whole region (agency null).
CREATE TABLE plan (
  plan_id     uuid        PRIMARY KEY,
  kind        text        NOT NULL CHECK (kind IN ('ANNUAL', 'MULTI_YEAR')),
  agency_id   uuid,
  title       text        NOT NULL,
  first_year  integer     NOT NULL,
  last_year   integer     NOT NULL CHECK (last_year >= first_year AND (kind = 'MULTI_YEAR' OR last_year = first_year)),
  state       text        NOT NULL CHECK (state IN ('DRAFT', 'INVENTORIED', 'VERIFIED', 'VALIDATED', 'APPROVED', 'SYNCED')),
  revision    integer     NOT NULL DEFAULT 1,
  returned    integer     NOT NULL DEFAULT 0,
  decree      text,
  created_by  text        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  changed_at  timestamptz NOT NULL DEFAULT now(),
  -- What was told to the province last of it, and under which number.
  statement   integer     NOT NULL DEFAULT 0,
  stated      text
);
CREATE UNIQUE INDEX plan_place ON plan (kind, first_year, coalesce(agency_id, '00000000-0000-0000-0000-000000000000'));

-- One line: the seven fields of article 207(3), and what it serves.
CREATE TABLE plan_line (
  line_id               uuid     PRIMARY KEY,
  plan_id               uuid     NOT NULL REFERENCES plan ON DELETE CASCADE,
  year                  integer  NOT NULL,
  agency_id             uuid,
  competency_code       text     NOT NULL,
  level                 smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
  target_group          text     NOT NULL,
  people                integer  NOT NULL CHECK (people > 0),
  form                  text     NOT NULL CHECK (form IN ('EDUCATION', 'CLASSICAL', 'NON_CLASSICAL')),
  path_code             text     NOT NULL,
  organiser             text     NOT NULL,
  quarter               smallint NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  curriculum_standard   text     NOT NULL,
  budget                bigint   NOT NULL CHECK (budget >= 0),
  hours                 integer  NOT NULL CHECK (hours >= 0),
  development_target_id uuid,
  urgency               smallint NOT NULL CHECK (urgency BETWEEN 1 AND 5),
  -- INVENTORY: out of the gaps; MANUAL: written; GATHERED: out of an agency's plan, whose line `source_line_id` is.
  origin                text     NOT NULL CHECK (origin IN ('INVENTORY', 'MANUAL', 'GATHERED')),
  source_line_id        uuid,
  changed_at            timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX plan_line_plan ON plan_line (plan_id, urgency DESC, line_id);
-- The inventory for each civil servant: who a line is for. Never leaves the region.
CREATE TABLE plan_line_person (
  line_id     uuid NOT NULL REFERENCES plan_line ON DELETE CASCADE,
  employee_id uuid NOT NULL,
  PRIMARY KEY (line_id, employee_id)
);
CREATE INDEX plan_line_person_employee ON plan_line_person (employee_id);

-- Every step of a plan, with who took it and for whom.
CREATE TABLE plan_step (
  plan_id      uuid        NOT NULL REFERENCES plan ON DELETE CASCADE,
  step         integer     NOT NULL,
  action       text        NOT NULL,
  from_state   text        NOT NULL,
  to_state     text        NOT NULL,
  actor        text        NOT NULL,
  on_behalf_of text,
  reason       text,
  at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, step)
);

-- By which day plans of a year are to have reached a state: the region's own setting.
CREATE TABLE plan_deadline (
  year   integer NOT NULL,
  state  text    NOT NULL CHECK (state IN ('INVENTORIED', 'VERIFIED', 'VALIDATED', 'APPROVED', 'SYNCED')),
  due_on date    NOT NULL,
  set_by text    NOT NULL,
  PRIMARY KEY (year, state)
);

-- A step of one plan handed to someone else for a time.
CREATE TABLE plan_delegation (
  delegation_id uuid        PRIMARY KEY,
  plan_id       uuid        NOT NULL REFERENCES plan ON DELETE CASCADE,
  action        text        NOT NULL,
  from_subject  text        NOT NULL,
  to_subject    text        NOT NULL,
  until_on      date        NOT NULL,
  ended         boolean     NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX plan_delegation_plan ON plan_delegation (plan_id, action) WHERE NOT ended;

-- Individual plans (IDP): what a person means to develop in a year, and what became of it.
CREATE TABLE individual_plan (
  individual_plan_id uuid        PRIMARY KEY,
  employee_id        uuid        NOT NULL,
  year               integer     NOT NULL,
  state              text        NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'TO_REVISE', 'APPROVED')),
  revision           integer     NOT NULL DEFAULT 1,
  note               text,
  decided_by         text,
  changed_at         timestamptz NOT NULL DEFAULT now(),
  UNIQUE (employee_id, year)
);
CREATE TABLE individual_plan_item (
  item_id            uuid     PRIMARY KEY,
  individual_plan_id uuid     NOT NULL REFERENCES individual_plan ON DELETE CASCADE,
  competency_code    text     NOT NULL,
  level              smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
  path_code          text     NOT NULL,
  activity           text     NOT NULL,
  quarter            smallint NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  hours              integer  NOT NULL CHECK (hours >= 0),
  -- Realisation: by a completion that develops the competency, or as the person states it with a reference.
  realised_on        date,
  realised_by        text     CHECK (realised_by IN ('TRAINING', 'STATED')),
  realised_reference text
);
CREATE INDEX individual_plan_item_plan ON individual_plan_item (individual_plan_id);
