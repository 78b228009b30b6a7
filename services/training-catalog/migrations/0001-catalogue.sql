-- Employees as identity's events tell of them: the directory by which completions find their person. `state_order` and `left_order` are the
-- place of the newest event applied, so that an older one never undoes a newer one.
CREATE TABLE employee (
  employee_id       uuid   PRIMARY KEY,
  name              text,
  employment_status text,
  agency_id         uuid,
  unit_id           uuid,
  state_order       bigint NOT NULL DEFAULT 0,
  left_on           date,
  left_order        bigint NOT NULL DEFAULT 0
);
-- Every number a person has had: a NI PPPK changes with the contract, and records keep the former one. A number is never given twice.
CREATE TABLE employee_number (
  number       text   PRIMARY KEY,
  employee_id  uuid   NOT NULL,
  number_order bigint NOT NULL
);
-- Agencies and units: the tree that rights follow.
CREATE TABLE unit (
  unit_id        uuid   PRIMARY KEY,
  parent_unit_id uuid,
  unit_order     bigint NOT NULL
);
CREATE INDEX unit_parent ON unit (parent_unit_id);

-- Programmes that any region of the federation offers to all, this one's own among them.
CREATE TABLE shared_programme (
  programme_id       uuid    PRIMARY KEY,
  organiser_region   text    NOT NULL,
  programme_version  integer,
  title              text,
  path_code          text,
  delivery           text,
  hours              bigint,
  meetings           integer,
  organiser          text,
  development_target text,
  competency_codes   text[],
  published_at       timestamptz,
  published_order    bigint  NOT NULL DEFAULT 0,
  withdrawn_at       timestamptz,
  withdrawn_reason   text,
  withdrawn_order    bigint  NOT NULL DEFAULT 0
);
CREATE INDEX shared_programme_title ON shared_programme (title, programme_id) WHERE title IS NOT NULL;

INSERT INTO projection_table (name) VALUES ('employee'), ('employee_number'), ('unit'), ('shared_programme');

-- The region's own programmes. `revision` counts every change; `published_revision` is the one that was told to the federation last.
CREATE TABLE programme (
  programme_id       uuid        PRIMARY KEY,
  state              text        NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
  revision           integer     NOT NULL,
  published_revision integer,
  published_version  integer     NOT NULL DEFAULT 0,
  title              text        NOT NULL,
  path_code          text        NOT NULL,
  delivery           text        NOT NULL CHECK (delivery IN ('CLASSICAL', 'LIVE_STREAM', 'E_LEARNING', 'BLENDED')),
  hours              integer     NOT NULL CHECK (hours > 0),
  meetings           integer     NOT NULL CHECK (meetings >= 0),
  organiser          text        NOT NULL,
  development_target text        NOT NULL,
  competency_codes   text[]      NOT NULL,
  -- What the federation was told last: the row itself may have been changed since.
  published          jsonb,
  withdrawn_reason   text,
  created_by         text        NOT NULL,
  created_at         timestamptz NOT NULL DEFAULT now(),
  changed_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX programme_title ON programme (title, programme_id);

CREATE TABLE training_session (
  session_id   uuid        PRIMARY KEY,
  programme_id uuid        NOT NULL,
  starts_on    date        NOT NULL,
  ends_on      date        NOT NULL CHECK (ends_on >= starts_on),
  delivery     text        NOT NULL CHECK (delivery IN ('CLASSICAL', 'LIVE_STREAM', 'E_LEARNING', 'BLENDED')),
  place        text        NOT NULL,
  capacity     integer     NOT NULL CHECK (capacity > 0),
  created_by   text        NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX training_session_order ON training_session (starts_on, session_id);
CREATE INDEX training_session_programme ON training_session (programme_id, starts_on);
