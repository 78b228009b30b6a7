-- What this region submitted to the province, a row a submission; the highest one counts.
CREATE TABLE plan_submission (
  plan_id      uuid        NOT NULL REFERENCES plan,
  submission   integer     NOT NULL,
  submitted_by text        NOT NULL,
  submitted_at timestamptz NOT NULL,
  late         boolean     NOT NULL,
  lines        integer     NOT NULL,
  -- Revision of the plan that went; the same one does not go twice.
  revision     integer     NOT NULL,
  withdrawn_reason text,
  PRIMARY KEY (plan_id, submission)
);
-- What became of each line of all regions' plans, by the province's word.
CREATE TABLE line_outcome (
  line_id         uuid     PRIMARY KEY,
  region          text     NOT NULL,
  plan_id         uuid     NOT NULL,
  submission      integer  NOT NULL,
  year            integer  NOT NULL,
  decision        integer  NOT NULL,
  outcome         text     NOT NULL,
  competency_code text     NOT NULL,
  level           smallint NOT NULL,
  quarter         smallint NOT NULL,
  proposal_id     uuid,
  session_id      uuid,
  reason          text     NOT NULL,
  decided_at      timestamptz NOT NULL
);
CREATE INDEX line_outcome_plan ON line_outcome (plan_id);
CREATE INDEX line_outcome_year ON line_outcome (year, region, line_id);

-- In the province: plans of the regions as they came, the highest submission of each, and its lines.
CREATE TABLE submitted_plan (
  plan_id      uuid        PRIMARY KEY,
  region       text        NOT NULL,
  year         integer     NOT NULL,
  submission   integer     NOT NULL,
  title        text        NOT NULL,
  submitted_at timestamptz NOT NULL,
  late         boolean     NOT NULL,
  lines        integer     NOT NULL,
  budget       bigint      NOT NULL,
  withdrawn    boolean     NOT NULL,
  -- The submission that was taken into the consolidation; 0: none yet.
  consolidated integer     NOT NULL DEFAULT 0
);
CREATE INDEX submitted_plan_year ON submitted_plan (year, region);
CREATE TABLE submitted_line (
  line_id               uuid     NOT NULL,
  submission            integer  NOT NULL,
  plan_id               uuid     NOT NULL,
  region                text     NOT NULL,
  year                  integer  NOT NULL,
  agency_id             uuid,
  competency_code       text     NOT NULL,
  level                 smallint NOT NULL,
  target_group          text     NOT NULL,
  people                integer  NOT NULL,
  path_code             text     NOT NULL,
  organiser             text     NOT NULL,
  quarter               smallint NOT NULL,
  curriculum_standard   text     NOT NULL,
  budget                bigint   NOT NULL,
  hours                 integer  NOT NULL,
  development_target_id uuid,
  urgency               smallint NOT NULL,
  PRIMARY KEY (line_id, submission)
);
CREATE INDEX submitted_line_plan ON submitted_line (plan_id, submission);

-- Joint sessions (angkatan bersama) proposed out of pooled demand.
CREATE TABLE joint_session (
  proposal_id           uuid        PRIMARY KEY,
  revision              integer     NOT NULL,
  state                 text        NOT NULL CHECK (state IN ('PROPOSED', 'OPENED', 'WITHDRAWN')),
  title                 text        NOT NULL,
  competency_code       text        NOT NULL,
  level                 smallint    NOT NULL,
  year                  integer     NOT NULL,
  quarter               smallint    NOT NULL,
  path_code             text        NOT NULL,
  delivery              text        NOT NULL,
  organiser             text        NOT NULL,
  hours                 integer     NOT NULL,
  curriculum_standard   text        NOT NULL,
  development_target_id uuid,
  programme_id          uuid,
  session_id            uuid,
  proposed_by           text        NOT NULL,
  proposed_at           timestamptz NOT NULL
);
-- The province's decision on each line of the submission that counts; `decision` numbers them.
CREATE TABLE line_decision (
  line_id     uuid        PRIMARY KEY,
  plan_id     uuid        NOT NULL,
  submission  integer     NOT NULL,
  decision    integer     NOT NULL,
  outcome     text        NOT NULL,
  quarter     smallint    NOT NULL,
  proposal_id uuid        REFERENCES joint_session,
  session_id  uuid,
  reason      text        NOT NULL,
  decided_by  text        NOT NULL,
  decided_at  timestamptz NOT NULL
);
CREATE INDEX line_decision_plan ON line_decision (plan_id);
CREATE INDEX line_decision_proposal ON line_decision (proposal_id) WHERE proposal_id IS NOT NULL;
