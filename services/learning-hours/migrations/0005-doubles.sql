-- Certificates that entries name, by a fingerprint of issuer and number alone.
CREATE TABLE certificate_use (
  completion_id uuid    PRIMARY KEY,
  fingerprint   text    NOT NULL,
  employee_id   uuid    NOT NULL,
  title         text    NOT NULL,
  completed_on  date    NOT NULL,
  in_force      boolean NOT NULL
);
CREATE INDEX certificate_use_fingerprint ON certificate_use (fingerprint) WHERE in_force;

-- What the province was told of a certificate last.
CREATE TABLE certificate_statement (
  fingerprint text    PRIMARY KEY,
  uses        integer NOT NULL,
  statement   integer NOT NULL
);

-- What looks like one training entered twice; an officer decides.
CREATE TABLE double_finding (
  finding_id          uuid        PRIMARY KEY,
  kind                text        NOT NULL CHECK (kind IN ('SAME_CERTIFICATE', 'SAME_TRAINING', 'OVERLAPPING_DAYS', 'OTHER_REGION')),
  completion_id       uuid        NOT NULL,
  employee_id         uuid        NOT NULL,
  other_completion_id uuid,
  other_employee_id   uuid,
  other_region        text,
  hit_id              uuid,
  outcome             text        CHECK (outcome IN ('SAME_PERSON', 'DIFFERENT_PERSONS')),
  state               text        NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'DISMISSED', 'REVERSED', 'GONE')),
  found_at            timestamptz NOT NULL DEFAULT now(),
  decided_by          text,
  decided_at          timestamptz,
  note                text,
  UNIQUE NULLS NOT DISTINCT (completion_id, other_completion_id, hit_id)
);
CREATE INDEX double_finding_open ON double_finding (finding_id) WHERE state = 'OPEN';
CREATE INDEX double_finding_other ON double_finding (other_completion_id);

-- In a province: which regions state a certificate, and where two do.
CREATE TABLE certificate_region (
  fingerprint text    NOT NULL,
  region      text    NOT NULL,
  uses        integer NOT NULL,
  statement   integer NOT NULL,
  PRIMARY KEY (fingerprint, region)
);
CREATE TABLE certificate_hit (
  hit_id        uuid        PRIMARY KEY,
  fingerprint   text        NOT NULL,
  first_region  text        NOT NULL,
  second_region text        NOT NULL,
  found_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (fingerprint, first_region, second_region),
  CHECK (first_region < second_region)
);

-- In a region: hits that it settles with another one.
CREATE TABLE certificate_question (
  hit_id       uuid        PRIMARY KEY,
  fingerprint  text        NOT NULL,
  other_region text        NOT NULL,
  state        text        NOT NULL CHECK (state IN ('EARLY', 'TOLD', 'ASKED', 'ANSWERED')),
  nonce        text,
  -- A question that came before the province told of the hit waits here for it.
  theirs       jsonb,
  outcome      text        CHECK (outcome IN ('SAME_PERSON', 'DIFFERENT_PERSONS', 'NOT_IN_USE')),
  told_at      timestamptz NOT NULL DEFAULT now(),
  settled_at   timestamptz
);
