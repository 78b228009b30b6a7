-- Conversion of trainings into learning hours (JP) and the duty a year: dated rows, never changed, only followed by a later revision.
CREATE TABLE conversion_rule (
  path_code                   text     NOT NULL,
  valid_from                  date     NOT NULL,
  origin                      text     NOT NULL CHECK (origin IN ('REFERENCE', 'REGION')),
  revision                    integer  NOT NULL CHECK (revision > 0),
  valid_to                    date     CHECK (valid_to >= valid_from),
  form                        text     NOT NULL,
  name_id                     text     NOT NULL,
  name_en                     text     NOT NULL,
  unit                        text     NOT NULL CHECK (unit IN ('PROGRAM_JP', 'DAY', 'SESSION', 'ACTIVITY', 'SEMESTER')),
  national_hundredths         integer  CHECK (national_hundredths >= 0),
  international_hundredths    integer  CHECK (international_hundredths >= 0),
  international_bonus_percent integer  CHECK (international_bonus_percent BETWEEN 0 AND 1000),
  cap_period                  text     CHECK (cap_period IN ('DAY', 'MONTH', 'YEAR')),
  cap_hundredths              integer  CHECK (cap_hundredths >= 0),
  cap_activities              integer  CHECK (cap_activities >= 0), -- hundredths of an activity
  basis                       text     NOT NULL,
  status                      text     NOT NULL,
  recorded_at                 timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (path_code, valid_from, origin, revision),
  CHECK ((cap_period IS NULL) = (cap_hundredths IS NULL AND cap_activities IS NULL))
);
CREATE TABLE duty_policy (
  employment_status          text    NOT NULL CHECK (employment_status IN ('CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU')),
  valid_from                 date    NOT NULL,
  origin                     text    NOT NULL CHECK (origin IN ('REFERENCE', 'REGION')),
  revision                   integer NOT NULL CHECK (revision > 0),
  valid_to                   date    CHECK (valid_to >= valid_from),
  minimum_hundredths         integer CHECK (minimum_hundredths >= 0),
  maximum_counted_hundredths integer CHECK (maximum_counted_hundredths >= 0),
  basis                      text    NOT NULL,
  status                     text    NOT NULL,
  recorded_at                timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (employment_status, valid_from, origin, revision)
);

-- The ledger: one line an entry or its reversal. Odd ordinals of a completion enter hours, even ones take back the line before. (completion_id,
-- ordinal) is the business key that makes a repeated event a no-op.
CREATE TABLE ledger_entry (
  seq                 bigint      GENERATED ALWAYS AS IDENTITY,
  entry_id            uuid        NOT NULL,
  completion_id       uuid        NOT NULL,
  ordinal             smallint    NOT NULL CHECK (ordinal > 0),
  reverses_entry_id   uuid,
  employee_id         uuid        NOT NULL,
  agency_id           uuid,
  employment_status   text,
  year                smallint    NOT NULL,
  month               smallint    NOT NULL CHECK (month BETWEEN 1 AND 12),
  path_code           text        NOT NULL,
  scope               text        NOT NULL CHECK (scope IN ('NATIONAL', 'INTERNATIONAL')),
  unit                text        NOT NULL,
  quantity_hundredths integer     NOT NULL,
  rule_version        text        NOT NULL,
  earned              integer     NOT NULL,
  counted             integer     NOT NULL,
  cap                 jsonb,
  reason              text        NOT NULL CHECK (reason IN ('COMPLETED', 'REVOKED', 'RECOUNTED')),
  title               text        NOT NULL,
  organiser           text        NOT NULL,
  started_on          date        NOT NULL,
  completed_on        date        NOT NULL,
  event_id            text        NOT NULL,
  recorded_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (completion_id, ordinal),
  CHECK ((ordinal % 2 = 0) = (reverses_entry_id IS NOT NULL)),
  CHECK (CASE WHEN ordinal % 2 = 1 THEN counted BETWEEN 0 AND earned ELSE counted BETWEEN earned AND 0 END)
);
CREATE UNIQUE INDEX ledger_entry_reversal ON ledger_entry (reverses_entry_id) WHERE reverses_entry_id IS NOT NULL;
CREATE INDEX ledger_entry_person ON ledger_entry (employee_id, year, seq);
CREATE INDEX ledger_entry_capped ON ledger_entry (employee_id, path_code) WHERE cap IS NOT NULL AND reverses_entry_id IS NULL;

-- Append-only for everyone: the app role lacks the right, and the owner meets the trigger.
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entry FROM {app_role};
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Revocations of completions, kept also when they come before the completion itself.
CREATE TABLE completion_revocation (
  completion_id uuid        PRIMARY KEY,
  employee_id   uuid        NOT NULL,
  reason        text        NOT NULL,
  event_id      text        NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE, DELETE, TRUNCATE ON completion_revocation FROM {app_role};
