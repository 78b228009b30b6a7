-- Sessions (angkatan) in full. What a session is worth is written down when it is scheduled and stays, whatever becomes of the programme or
-- of the mode of delivery: nobody loses hours by a switch from classroom to screen.
ALTER TABLE training_session
  ALTER COLUMN programme_id DROP NOT NULL,
  ADD COLUMN kind                  text        NOT NULL DEFAULT 'TRAINING' CHECK (kind IN ('TRAINING', 'NEEDS_FORUM', 'PUBLIC_LECTURE')),
  ADD COLUMN state                 text        NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'CONCLUDING', 'HELD', 'CANCELLED')),
  ADD COLUMN revision              integer     NOT NULL DEFAULT 1,
  ADD COLUMN title                 text,
  ADD COLUMN organiser             text,
  ADD COLUMN cohort_year           integer,
  ADD COLUMN cohort                integer     NOT NULL DEFAULT 1,
  ADD COLUMN programme_version     integer,
  ADD COLUMN path_code             text,
  ADD COLUMN scope                 text        NOT NULL DEFAULT 'NATIONAL' CHECK (scope IN ('NATIONAL', 'INTERNATIONAL')),
  ADD COLUMN quantity_hundredths   integer     CHECK (quantity_hundredths BETWEEN 1 AND 10000000),
  ADD COLUMN competencies          jsonb       NOT NULL DEFAULT '[]',
  ADD COLUMN development_target_id uuid,
  ADD COLUMN development_target    text,
  ADD COLUMN target_group          text,
  ADD COLUMN link                  text,
  ADD COLUMN enrol_from            date,
  ADD COLUMN enrol_until           date,
  ADD COLUMN self_enrolment        boolean     NOT NULL DEFAULT false,
  ADD COLUMN approvals             text[]      NOT NULL DEFAULT '{}' CHECK (approvals <@ ARRAY['SUPERVISOR', 'OFFICER']),
  ADD COLUMN trainer_ids           uuid[]      NOT NULL DEFAULT '{}',
  ADD COLUMN proposal_id           uuid,
  ADD COLUMN cancelled_reason      text,
  ADD COLUMN changed_at            timestamptz NOT NULL DEFAULT now();

UPDATE training_session AS s SET
  title = coalesce(p.title, o.title, '-'), organiser = coalesce(p.organiser, o.organiser, '-'), path_code = coalesce(p.path_code, o.path_code),
  quantity_hundredths = nullif(coalesce(p.hours, o.hours)::integer, 0), programme_version = coalesce(nullif(p.published_version, 0), o.programme_version),
  development_target = coalesce(p.development_target, o.development_target), cohort_year = extract(year FROM s.starts_on)::integer
  FROM training_session AS t LEFT JOIN programme AS p ON p.programme_id = t.programme_id LEFT JOIN shared_programme AS o ON o.programme_id = t.programme_id
 WHERE t.session_id = s.session_id;
UPDATE training_session AS s SET cohort = n.number
  FROM (SELECT session_id, row_number() OVER (PARTITION BY programme_id, cohort_year ORDER BY starts_on, session_id) AS number FROM training_session) AS n
 WHERE n.session_id = s.session_id;

ALTER TABLE training_session
  ALTER COLUMN title SET NOT NULL, ALTER COLUMN organiser SET NOT NULL, ALTER COLUMN cohort_year SET NOT NULL,
  -- A training belongs to a programme; a forum or a lecture may stand by itself.
  ADD CONSTRAINT training_session_programme_known CHECK (kind <> 'TRAINING' OR programme_id IS NOT NULL),
  ADD CONSTRAINT training_session_worth CHECK ((path_code IS NULL) = (quantity_hundredths IS NULL));
CREATE UNIQUE INDEX training_session_cohort ON training_session (programme_id, cohort_year, cohort) WHERE programme_id IS NOT NULL;
CREATE UNIQUE INDEX training_session_proposal ON training_session (proposal_id) WHERE proposal_id IS NOT NULL AND state <> 'CANCELLED';
CREATE INDEX training_session_work ON training_session (session_id) WHERE state = 'CONCLUDING';

-- Meetings of a session: in a room, on a screen, or independent work between two of them. `check_in_secret` makes the codes that change.
CREATE TABLE session_meeting (
  meeting_id       uuid        PRIMARY KEY,
  session_id       uuid        NOT NULL REFERENCES training_session,
  topic            text        NOT NULL,
  mode             text        NOT NULL CHECK (mode IN ('ONSITE', 'ONLINE', 'INDEPENDENT')),
  starts_at        timestamptz NOT NULL,
  ends_at          timestamptz NOT NULL CHECK (ends_at > starts_at),
  place            text,
  link             text,
  trainer_id       uuid,
  check_in_secret  bytea       NOT NULL,
  cancelled_at     timestamptz,
  cancelled_reason text,
  created_by       text        NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT now(),
  CHECK ((cancelled_at IS NULL) = (cancelled_reason IS NULL))
);
CREATE INDEX session_meeting_session ON session_meeting (session_id, starts_at);
CREATE INDEX session_meeting_calendar ON session_meeting (starts_at, meeting_id);

-- Every switch of the mode of delivery, with its reason: what was held how is asked for years later.
CREATE TABLE session_delivery_switch (
  switch_id   uuid        PRIMARY KEY,
  session_id  uuid        NOT NULL REFERENCES training_session,
  from_mode   text        NOT NULL,
  to_mode     text        NOT NULL,
  reason      text        NOT NULL,
  switched_by text        NOT NULL,
  switched_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_delivery_switch_session ON session_delivery_switch (session_id, switched_at);

-- Needs for training that a forum of needs evaluation (forum evaluasi kebutuhan) put on record.
CREATE TABLE forum_need (
  need_id         uuid        PRIMARY KEY,
  session_id      uuid        NOT NULL REFERENCES training_session,
  agency_id       uuid,
  competency_code text,
  required_level  integer     CHECK (required_level BETWEEN 1 AND 5),
  need            text        NOT NULL,
  priority        text        NOT NULL CHECK (priority IN ('HIGH', 'MEDIUM', 'LOW')),
  recorded_by     text        NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX forum_need_session ON forum_need (session_id, need_id);
