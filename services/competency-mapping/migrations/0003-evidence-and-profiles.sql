-- Evidence of a competency: an assessment's result, or a completed training. Never changed; revoked with a reason.
-- `source_key` is the identity of the record it came from: the same record again adds nothing.
CREATE TABLE evidence (
  evidence_id     uuid        PRIMARY KEY,
  employee_id     uuid        NOT NULL,
  competency_code text        NOT NULL,
  level           smallint    NOT NULL CHECK (level BETWEEN 0 AND 5),
  method          text        NOT NULL,
  assessor        text        NOT NULL,
  observed_on     date        NOT NULL,
  valid_until     date,
  reference       text,
  assessment_id   uuid        NOT NULL,
  source          text        NOT NULL CHECK (source IN ('ENTRY', 'IMPORT', 'TRAINING', 'TRANSFER')),
  source_key      text        NOT NULL UNIQUE,
  rule_version    text        NOT NULL,
  recorded_by     text        NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT now(),
  revoked_at      timestamptz,
  revoked_reason  text
);
CREATE INDEX evidence_employee ON evidence (employee_id, observed_on DESC, evidence_id);
CREATE INDEX evidence_assessment ON evidence (assessment_id);

-- The level that holds now, a row a person and competency; no row: nothing valid shows it.
CREATE TABLE profile_level (
  employee_id     uuid     NOT NULL,
  competency_code text     NOT NULL,
  level           smallint NOT NULL,
  valid_until     date,
  evidence_id     uuid     NOT NULL,
  PRIMARY KEY (employee_id, competency_code)
);
CREATE INDEX profile_level_expiry ON profile_level (valid_until) WHERE valid_until IS NOT NULL;

-- A person's match with the standard of the position held; also the lock of that person's profile.
CREATE TABLE profile_summary (
  employee_id        uuid PRIMARY KEY,
  standard_id        uuid,
  standard_version   integer,
  required           integer  NOT NULL DEFAULT 0,
  assessed           integer  NOT NULL DEFAULT 0,
  with_gap           integer  NOT NULL DEFAULT 0,
  deficit            integer  NOT NULL DEFAULT 0,
  -- Job person match in hundredths of a percent; null: nothing assessed, or no standard.
  match_hundredths   integer,
  rule_version       text,
  dictionary_version integer,
  computed_at        timestamptz
);

-- People whose profile has to be computed again, and why; taken by the thousand.
CREATE TABLE profile_mark (
  employee_id uuid PRIMARY KEY,
  cause       text NOT NULL
);

-- Completions that training-catalog took back, so that one that arrives after its revocation shows nothing.
CREATE TABLE revoked_completion (completion_id uuid PRIMARY KEY, reason text NOT NULL);
