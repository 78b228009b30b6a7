-- The region's own records: budgets, periods, history, schedules and open data. No projection: nothing of this comes back from the archive.

-- Least share of a budget for the development of civil servants: dated settings, each revision a row of its own. Millionths: 0.34 % is 3400.
CREATE TABLE budget_share_rule (
  rule_id     uuid        PRIMARY KEY,
  fiscal_year smallint    NOT NULL,
  level       text        NOT NULL CHECK (level IN ('PROVINCE', 'REGENCY')),
  least_share integer     NOT NULL CHECK (least_share BETWEEN 0 AND 1000000),
  denominator text        NOT NULL CHECK (denominator IN ('TOTAL_SPENDING', 'TOTAL_BUDGET')),
  basis       text        NOT NULL,
  revision    integer     NOT NULL,
  set_by      text        NOT NULL,
  set_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (fiscal_year, level, revision)
);
-- Guideline of the budget of 2019, repeated since (Kemendagri, 22 Feb 2024); holds for later years until a newer row.
INSERT INTO budget_share_rule (rule_id, fiscal_year, level, least_share, denominator, basis, revision, set_by) VALUES
  ('0199a000-0000-7000-8000-000000000001', 2019, 'PROVINCE', 3400, 'TOTAL_SPENDING', 'Pedoman penyusunan APBD 2019 dan penegasan Kemendagri 22 Februari 2024', 1, 'reference'),
  ('0199a000-0000-7000-8000-000000000002', 2019, 'REGENCY', 1600, 'TOTAL_SPENDING', 'Pedoman penyusunan APBD 2019 dan penegasan Kemendagri 22 Februari 2024', 1, 'reference');

CREATE TABLE budget (
  fiscal_year     smallint    NOT NULL,
  stage           text        NOT NULL CHECK (stage IN ('ADOPTED', 'REVISED', 'REALISED')),
  total_spending  bigint      CHECK (total_spending >= 0),
  total_budget    bigint      CHECK (total_budget >= 0),
  source          text,
  statement       integer     NOT NULL DEFAULT 0,
  stated_hash     text,
  changed_by      text        NOT NULL,
  changed_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (fiscal_year, stage)
);
CREATE TABLE budget_line (
  line_id     uuid        PRIMARY KEY,
  fiscal_year smallint    NOT NULL,
  stage       text        NOT NULL CHECK (stage IN ('ADOPTED', 'REVISED', 'REALISED')),
  agency      text        NOT NULL DEFAULT '',
  code        text        NOT NULL,
  title       text        NOT NULL,
  amount      bigint      NOT NULL CHECK (amount >= 0),
  counted     boolean     NOT NULL,
  -- Why it counts or not, and who said so: a rule (by words of its title), the file, or an officer.
  reason      text        NOT NULL,
  decided_by  text        NOT NULL,
  import_id   uuid,
  changed_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (fiscal_year, stage, agency, code, title)
);

-- Reports of periods: by agency at home, by region here and at the province. A locked one keeps its figures; corrections show beside them.
CREATE TABLE report_period (
  year         smallint    NOT NULL,
  part         text        NOT NULL,
  level        text        NOT NULL CHECK (level IN ('AGENCY', 'REGION')),
  place        text        NOT NULL,
  state        text        NOT NULL CHECK (state IN ('SUBMITTED', 'RETURNED', 'APPROVED', 'LOCKED')),
  submission   integer     NOT NULL,
  submitted_by text        NOT NULL,
  submitted_at timestamptz NOT NULL,
  as_of        timestamptz,
  digest       text        NOT NULL,
  figures      jsonb       NOT NULL,
  decided_by   text,
  decided_at   timestamptz,
  reason       text,
  event_id     uuid,
  PRIMARY KEY (year, part, level, place)
);

-- Totals of each day, for series: what a report said in the evening.
CREATE TABLE figure_history (
  day      date     NOT NULL,
  report   text     NOT NULL,
  year     smallint NOT NULL,
  region   text     NOT NULL,
  figures  jsonb    NOT NULL,
  PRIMARY KEY (report, year, region, day)
);

CREATE TABLE report_schedule (
  schedule_id uuid        PRIMARY KEY,
  title       text        NOT NULL,
  report      text        NOT NULL,
  query       jsonb       NOT NULL,
  format      text        NOT NULL CHECK (format IN ('xlsx', 'csv', 'pdf')),
  language    text        NOT NULL CHECK (language IN ('id', 'en')),
  frequency   text        NOT NULL CHECK (frequency IN ('DAILY', 'WEEKLY', 'MONTHLY')),
  owner       text        NOT NULL,
  employee_id uuid,
  next_on     date        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX report_schedule_due ON report_schedule (next_on);
CREATE TABLE report_run (
  run_id      uuid        PRIMARY KEY,
  schedule_id uuid        NOT NULL REFERENCES report_schedule ON DELETE CASCADE,
  due_on      date        NOT NULL,
  sha256      text,
  error_code  text,
  made_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (schedule_id, due_on)
);

-- Open data (Satu Data Indonesia, Perpres 39/2019): what the region publishes for everyone. Nothing until an officer says so.
CREATE TABLE open_dataset (
  dataset    text        PRIMARY KEY,
  published  boolean     NOT NULL,
  publisher  text        NOT NULL,
  contact    text        NOT NULL,
  licence    text        NOT NULL,
  frequency  text        NOT NULL,
  changed_by text        NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);
