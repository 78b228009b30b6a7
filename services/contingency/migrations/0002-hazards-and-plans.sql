CREATE TABLE hazard (
  hazard_id    uuid        PRIMARY KEY,
  hazard_code  text        NOT NULL,
  area         text        NOT NULL,
  state        text        NOT NULL CHECK (state IN ('ACTIVE', 'WITHDRAWN')),
  probability  smallint    NOT NULL CHECK (probability BETWEEN 1 AND 5),
  damage       smallint    NOT NULL CHECK (damage BETWEEN 1 AND 5),
  risk         smallint    GENERATED ALWAYS AS (probability * damage) STORED,
  source       text        NOT NULL,
  assessed_on  date        NOT NULL,
  assessments  integer     NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX hazard_once ON hazard (hazard_code, area) WHERE state = 'ACTIVE';
-- Every assessment, the present one among them.
CREATE TABLE hazard_assessment (
  hazard_id   uuid        NOT NULL REFERENCES hazard,
  number      integer     NOT NULL,
  probability smallint    NOT NULL,
  damage      smallint    NOT NULL,
  source      text        NOT NULL,
  assessed_on date        NOT NULL,
  note        text,
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (hazard_id, number)
);
REVOKE UPDATE, DELETE, TRUNCATE ON hazard_assessment FROM {app_role};

CREATE TABLE plan (
  plan_id          uuid        PRIMARY KEY,
  hazard_id        uuid        NOT NULL REFERENCES hazard,
  hazard_code      text        NOT NULL,
  title            text        NOT NULL,
  lead_unit_id     uuid        NOT NULL,
  state            text        NOT NULL CHECK (state IN ('ACTIVE', 'WITHDRAWN')),
  latest_version   integer     NOT NULL,
  version_in_force integer,
  decree_number    text,
  decree_on        date,
  valid_until      date,
  review_due_on    date,
  template_id      uuid,
  template_version integer,
  withdrawn_reason text,
  created_by       text        NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT now(),
  CHECK ((version_in_force IS NULL) = (valid_until IS NULL))
);
-- One plan a hazard.
CREATE UNIQUE INDEX plan_hazard ON plan (hazard_id) WHERE state = 'ACTIVE';
CREATE INDEX plan_hazard_code ON plan (hazard_code);

CREATE TABLE plan_version (
  plan_id       uuid        NOT NULL REFERENCES plan,
  version       integer     NOT NULL CHECK (version > 0),
  state         text        NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'IN_FORCE', 'SUPERSEDED', 'DISCARDED')),
  revision      integer     NOT NULL,
  guide_edition text        NOT NULL,
  sections      jsonb       NOT NULL,
  -- Sections as the template had them: what must be adapted to the own risk before legalisation.
  template_sections jsonb,
  -- Roles, resources, partners and services as they were when it was signed.
  annexes       jsonb,
  return_reason text,
  decree_number text,
  decree_on     date,
  signed_by     text,
  valid_from    date,
  valid_until   date,
  review_due_on date,
  created_by    text        NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, version),
  CHECK ((state IN ('IN_FORCE', 'SUPERSEDED')) = (decree_number IS NOT NULL))
);
CREATE UNIQUE INDEX plan_version_open ON plan_version (plan_id) WHERE state IN ('DRAFT', 'SUBMITTED');
CREATE UNIQUE INDEX plan_version_in_force ON plan_version (plan_id) WHERE state = 'IN_FORCE';

CREATE TABLE plan_template (
  template_id       uuid        PRIMARY KEY,
  state             text        NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
  revision          integer     NOT NULL,
  published_version integer     NOT NULL DEFAULT 0,
  published         jsonb,
  hazard_code       text        NOT NULL,
  title             text        NOT NULL,
  sections          jsonb       NOT NULL,
  roles             jsonb       NOT NULL,
  needs             jsonb       NOT NULL,
  withdrawn_reason  text,
  created_by        text        NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT now()
);

-- Reviews of plans: asked for by conditions, drills, emergencies, hazards, or time.
CREATE TABLE review (
  review_id    uuid        PRIMARY KEY,
  plan_id      uuid        NOT NULL REFERENCES plan,
  state        text        NOT NULL CHECK (state IN ('OPEN', 'DONE')),
  cause        text        NOT NULL CHECK (cause IN ('CONDITION', 'DRILL', 'AFTER_ACTION', 'PERIODIC', 'HAZARD')),
  cause_id     uuid,
  reason       text        NOT NULL,
  asked_on     date        NOT NULL,
  due_on       date        NOT NULL,
  outcome      text        CHECK (outcome IN ('NO_CHANGE', 'NEW_VERSION')),
  note         text,
  done_on      date,
  done_by      text,
  CHECK ((state = 'DONE') = (outcome IS NOT NULL))
);
-- A condition, a drill or an emergency asks once for each plan; a hazard each time its risk rises.
CREATE UNIQUE INDEX review_cause ON review (plan_id, cause, cause_id) WHERE cause IN ('CONDITION', 'DRILL', 'AFTER_ACTION');
CREATE UNIQUE INDEX review_periodic ON review (plan_id, due_on) WHERE cause = 'PERIODIC';
CREATE INDEX review_open ON review (plan_id) WHERE state = 'OPEN';

-- What changes around plans: weather, society, economy, technology.
CREATE TABLE condition (
  condition_id uuid        PRIMARY KEY,
  kind         text        NOT NULL CHECK (kind IN ('WEATHER', 'SOCIAL', 'ECONOMIC', 'TECHNOLOGY')),
  title        text        NOT NULL,
  description  text        NOT NULL,
  source       text        NOT NULL,
  external_id  text,
  observed_on  date        NOT NULL,
  hazard_codes text[]      NOT NULL CHECK (cardinality(hazard_codes) > 0),
  area         text,
  recorded_by  text        NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX condition_once ON condition (source, external_id) WHERE external_id IS NOT NULL;
