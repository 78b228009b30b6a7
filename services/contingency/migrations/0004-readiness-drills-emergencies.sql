-- Readiness of each plan as it is now; made with the plan, and locked by whoever computes it.
CREATE TABLE readiness (
  plan_id        uuid        PRIMARY KEY REFERENCES plan,
  figure         integer,
  band           text,
  components     jsonb,
  next_change_on date,
  next_figure    integer,
  computed_on    date,
  computed_at    timestamptz,
  CHECK ((figure IS NULL) = (computed_at IS NULL))
);
CREATE INDEX readiness_due ON readiness (next_change_on);
CREATE TABLE readiness_history (
  plan_id    uuid        NOT NULL,
  number     bigint      GENERATED ALWAYS AS IDENTITY,
  figure     integer     NOT NULL,
  previous_figure integer,
  band       text        NOT NULL,
  components jsonb       NOT NULL,
  trigger    text        NOT NULL,
  -- Event or command that made it change.
  cause_id   text,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (plan_id, number)
);
REVOKE UPDATE, DELETE, TRUNCATE ON readiness_history FROM {app_role};

CREATE TABLE drill (
  drill_id    uuid        PRIMARY KEY,
  plan_id     uuid        NOT NULL REFERENCES plan,
  kind        text        NOT NULL CHECK (kind IN ('TABLE_TOP', 'COMMAND_POST', 'FIELD')),
  title       text        NOT NULL,
  objective   text        NOT NULL,
  scenario    text        NOT NULL,
  place       text        NOT NULL,
  organiser   text        NOT NULL,
  starts_on   date        NOT NULL,
  ends_on     date        NOT NULL CHECK (ends_on >= starts_on),
  state       text        NOT NULL CHECK (state IN ('PLANNED', 'HELD', 'EVALUATED', 'CANCELLED')),
  evaluation  text,
  score       integer     CHECK (score BETWEEN 0 AND 100),
  reason      text,
  revision    integer     NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX drill_plan ON drill (plan_id, ends_on);
CREATE TABLE participation (
  participation_id uuid    PRIMARY KEY,
  drill_id         uuid    NOT NULL REFERENCES drill,
  employee_id      uuid    NOT NULL,
  role_id          uuid,
  minutes          integer CHECK (minutes > 0),
  -- Hundredths of the unit of the path that it counts as; null: invited, not there yet.
  quantity_hundredths integer,
  path_code        text,
  withdrawn_reason text,
  recorded_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX participation_once ON participation (drill_id, employee_id) WHERE withdrawn_reason IS NULL;
CREATE INDEX participation_employee ON participation (employee_id);

-- Findings of drills and of after-action reviews.
CREATE TABLE finding (
  finding_id uuid PRIMARY KEY,
  plan_id    uuid REFERENCES plan,
  source     text NOT NULL CHECK (source IN ('DRILL', 'AFTER_ACTION')),
  source_id  uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('PLAN', 'COMPETENCY', 'RESOURCE', 'COORDINATION')),
  title      text NOT NULL,
  severity   text NOT NULL CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH')),
  section    text,
  competency_code text,
  level      smallint CHECK (level BETWEEN 1 AND 5),
  people     integer CHECK (people > 0),
  unit_id    uuid,
  raised_on  date NOT NULL,
  state      text NOT NULL CHECK (state IN ('OPEN', 'SETTLED')),
  settled_in_version integer,
  settled_reason text,
  CHECK (kind <> 'COMPETENCY' OR (competency_code IS NOT NULL AND level IS NOT NULL AND people IS NOT NULL)),
  CHECK (state = 'OPEN' OR settled_in_version IS NOT NULL OR settled_reason IS NOT NULL)
);
CREATE INDEX finding_plan ON finding (plan_id) WHERE state = 'OPEN';
CREATE INDEX finding_source ON finding (source_id);
CREATE TABLE action (
  action_id  uuid PRIMARY KEY,
  finding_id uuid NOT NULL REFERENCES finding,
  title      text NOT NULL,
  owner_unit_id uuid NOT NULL,
  due_on     date NOT NULL,
  done_on    date,
  done_by    text,
  result     text
);
CREATE INDEX action_finding ON action (finding_id);

-- Emergencies of this region: what was declared, level by level.
CREATE TABLE emergency (
  emergency_id uuid        PRIMARY KEY,
  plan_id      uuid        REFERENCES plan,
  plan_version integer,
  hazard_code  text        NOT NULL,
  title        text        NOT NULL,
  area         text        NOT NULL,
  level        text        NOT NULL CHECK (level IN ('ALERT', 'EMERGENCY', 'TRANSITION', 'ENDED')),
  declaration  integer     NOT NULL,
  starts_on    date        NOT NULL,
  ends_on      date        NOT NULL,
  ended_on     date,
  reviewed_on  date,
  review_summary text,
  created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX emergency_plan_open ON emergency (plan_id) WHERE level <> 'ENDED';
CREATE TABLE emergency_declaration (
  emergency_id  uuid        NOT NULL REFERENCES emergency,
  declaration   integer     NOT NULL,
  level         text        NOT NULL,
  decree_number text,
  decree_on     date,
  starts_on     date        NOT NULL,
  ends_on       date,
  declared_by   text        NOT NULL,
  declared_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (emergency_id, declaration)
);
REVOKE UPDATE, DELETE, TRUNCATE ON emergency_declaration FROM {app_role};
-- The operations plan (rencana operasi): tasks of the plan's fields, ticked off.
CREATE TABLE operation_task (
  task_id      uuid        PRIMARY KEY,
  emergency_id uuid        NOT NULL REFERENCES emergency,
  number       integer     NOT NULL,
  field        text        NOT NULL,
  title        text        NOT NULL,
  responsible  text        NOT NULL,
  due_at       timestamptz NOT NULL,
  state        text        NOT NULL CHECK (state IN ('OPEN', 'UNDER_WAY', 'DONE', 'DROPPED')),
  note         text,
  changed_by   text,
  changed_at   timestamptz,
  revision     integer     NOT NULL DEFAULT 1,
  UNIQUE (emergency_id, number)
);

-- Help between this region and another one, seen from here.
CREATE TABLE aid (
  aid_id         uuid        PRIMARY KEY,
  direction      text        NOT NULL CHECK (direction IN ('ASKED', 'GIVEN')),
  other_region   text        NOT NULL,
  emergency_id   uuid,
  hazard_code    text        NOT NULL,
  title          text        NOT NULL,
  needed_by      date        NOT NULL,
  meeting_point  text        NOT NULL,
  state          text        NOT NULL CHECK (state IN ('ASKED', 'OFFERED', 'ACCEPTED', 'RETURNED', 'DECLINED')),
  lines          jsonb       NOT NULL,
  available_from date,
  available_until date,
  conditions     text,
  returns        integer     NOT NULL DEFAULT 0,
  declined_by    text,
  reason         text,
  changed_at     timestamptz NOT NULL
);
CREATE INDEX aid_order ON aid (changed_at, aid_id);
-- What this region said itself, in order: stated again to a region that lost it.
CREATE TABLE aid_message (
  aid_id  uuid        NOT NULL REFERENCES aid,
  number  integer     NOT NULL,
  type    text        NOT NULL,
  data    jsonb       NOT NULL,
  said_at timestamptz NOT NULL,
  PRIMARY KEY (aid_id, number)
);
