ALTER TABLE employee ADD COLUMN supervisor_id uuid;

-- When and by what measures trainings are evaluated (evaluasi pascapelatihan), as dated data: months after the last day, least averages and
-- shares in hundredths. What was read of it elsewhere differs from region to region.
CREATE TABLE evaluation_rule (
  valid_from        date        PRIMARY KEY,
  opens_months      integer     NOT NULL CHECK (opens_months BETWEEN 1 AND 24),
  closes_months     integer     NOT NULL CHECK (closes_months > opens_months),
  min_reaction      integer     NOT NULL CHECK (min_reaction BETWEEN 100 AND 500),
  min_gain          integer     NOT NULL CHECK (min_gain BETWEEN 0 AND 10000),
  min_applied       integer     NOT NULL CHECK (min_applied BETWEEN 0 AND 10000),
  basis             text        NOT NULL,
  recorded_by       text        NOT NULL,
  recorded_at       timestamptz NOT NULL DEFAULT now()
);
INSERT INTO evaluation_rule VALUES ('2018-01-01', 3, 6, 350, 3000, 6000, 'Anggapan awal; ditetapkan oleh wilayah', 'migration');

-- Level 1, reaction. Who answered is known, so that nobody answers twice; what was answered is kept apart and names nobody.
CREATE TABLE reaction_given (
  enrolment_id uuid PRIMARY KEY REFERENCES enrolment,
  session_id   uuid NOT NULL REFERENCES training_session
);
CREATE INDEX reaction_given_session ON reaction_given (session_id);
CREATE TABLE reaction_answer (
  answer_id  uuid    PRIMARY KEY,
  session_id uuid    NOT NULL REFERENCES training_session,
  content    integer NOT NULL CHECK (content BETWEEN 1 AND 5),
  trainer    integer NOT NULL CHECK (trainer BETWEEN 1 AND 5),
  method     integer NOT NULL CHECK (method BETWEEN 1 AND 5),
  facilities integer NOT NULL CHECK (facilities BETWEEN 1 AND 5),
  usefulness integer NOT NULL CHECK (usefulness BETWEEN 1 AND 5),
  remark     text
);
CREATE INDEX reaction_answer_session ON reaction_answer (session_id);

-- Level 3, behaviour: the supervisor's answer some months later.
CREATE TABLE behaviour_review (
  review_id    uuid        PRIMARY KEY,
  enrolment_id uuid        NOT NULL UNIQUE REFERENCES enrolment,
  session_id   uuid        NOT NULL REFERENCES training_session,
  employee_id  uuid        NOT NULL,
  opens_on     date        NOT NULL,
  closes_on    date        NOT NULL,
  state        text        NOT NULL CHECK (state IN ('PLANNED', 'OPEN', 'ANSWERED', 'LAPSED')),
  applied      boolean,
  score        integer     CHECK (score BETWEEN 1 AND 5),
  remark       text,
  answered_by  text,
  answered_at  timestamptz,
  CHECK ((state = 'ANSWERED') = (applied IS NOT NULL AND score IS NOT NULL))
);
CREATE INDEX behaviour_review_due ON behaviour_review (state, opens_on) WHERE state IN ('PLANNED', 'OPEN');
CREATE INDEX behaviour_review_session ON behaviour_review (session_id);
CREATE INDEX behaviour_review_employee ON behaviour_review (employee_id);

-- Level 4, result: what the indicator of the development target showed.
CREATE TABLE result_observation (
  observation_id        uuid        PRIMARY KEY,
  programme_id          uuid        NOT NULL,
  development_target_id uuid,
  indicator             text        NOT NULL,
  unit                  text,
  baseline              numeric,
  target                numeric,
  observed              numeric     NOT NULL,
  observed_on           date        NOT NULL,
  source                text        NOT NULL,
  recorded_by           text        NOT NULL,
  recorded_at           timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX result_observation_programme ON result_observation (programme_id, observed_on);

-- Keep, change or drop: what was decided, with the evidence as it stood on that day.
CREATE TABLE programme_verdict (
  verdict_id   uuid        PRIMARY KEY,
  programme_id uuid        NOT NULL,
  year         integer     NOT NULL,
  outcome      text        NOT NULL CHECK (outcome IN ('KEEP', 'CHANGE', 'DROP')),
  reason       text        NOT NULL,
  recommended  text        NOT NULL,
  evidence     jsonb       NOT NULL,
  decided_on   date        NOT NULL,
  decided_by   text        NOT NULL,
  decided_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX programme_verdict_programme ON programme_verdict (programme_id, year, verdict_id);

-- What the province was told last of a programme and year.
CREATE TABLE evaluation_statement (
  programme_id uuid        NOT NULL,
  year         integer     NOT NULL,
  statement    integer     NOT NULL,
  stated       jsonb       NOT NULL,
  stated_at    timestamptz NOT NULL,
  PRIMARY KEY (programme_id, year)
);
CREATE INDEX training_session_evaluated ON training_session (programme_id, ends_on) WHERE state = 'HELD';
