-- Certificates (sertifikat, STTPP). The number counts up within region and year: the row of the year is locked by whoever takes one, so a
-- number is taken and its certificate written together, or neither.
CREATE TABLE certificate_series (
  year integer PRIMARY KEY,
  last integer NOT NULL CHECK (last >= 0)
);
-- How a number looks, from a day on.
CREATE TABLE certificate_scheme (
  valid_from  date        PRIMARY KEY,
  pattern     text        NOT NULL,
  letterhead  text[]      NOT NULL,
  place       text        NOT NULL,
  signer_name text        NOT NULL,
  signer_post text        NOT NULL,
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE certificate (
  certificate_id uuid        PRIMARY KEY,
  year           integer     NOT NULL,
  series_number  integer     NOT NULL,
  number         text        NOT NULL UNIQUE,
  -- What the public page is found by: nobody can count it up.
  token          text        NOT NULL UNIQUE,
  completion_id  uuid        NOT NULL,
  enrolment_id   uuid        NOT NULL,
  session_id     uuid        NOT NULL,
  employee_id    uuid        NOT NULL,
  home_region    text,
  holder_name    text        NOT NULL,
  programme_id   uuid,
  title          text        NOT NULL,
  organiser      text        NOT NULL,
  path_code      text        NOT NULL,
  quantity_hundredths integer NOT NULL,
  started_on     date        NOT NULL,
  completed_on   date        NOT NULL,
  issued_on      date        NOT NULL,
  expires_on     date,
  state          text        NOT NULL CHECK (state IN ('VALID', 'REVOKED', 'REPLACED')),
  replaces_id    uuid        REFERENCES certificate,
  ended_on       date,
  ended_reason   text,
  issued_by      text        NOT NULL,
  issued_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (year, series_number),
  CHECK ((state = 'VALID') = (ended_on IS NULL))
);
CREATE INDEX certificate_employee ON certificate (employee_id, certificate_id);
CREATE INDEX certificate_completion ON certificate (completion_id);
CREATE INDEX certificate_session ON certificate (session_id, certificate_id);
CREATE INDEX certificate_expiry ON certificate (expires_on) WHERE state = 'VALID' AND expires_on IS NOT NULL;
