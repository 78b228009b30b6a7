-- When people who are behind are reminded, as the region's officers set it: each year on this day, whoever is under the bar.
CREATE TABLE reminder_date (
  reminder_id uuid     PRIMARY KEY,
  month       smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
  day         smallint NOT NULL CHECK (day BETWEEN 1 AND 28),
  below       text     NOT NULL CHECK (below IN ('pace', 'duty')),
  active      boolean  NOT NULL DEFAULT true,
  set_by      text     NOT NULL,
  set_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (month, day)
);
CREATE TABLE reminder_run (
  run_id      uuid        PRIMARY KEY,
  reminder_id uuid,
  year        smallint    NOT NULL,
  due_on      date        NOT NULL,
  below       text        NOT NULL CHECK (below IN ('pace', 'duty')),
  started_by  text        NOT NULL,
  started_at  timestamptz NOT NULL DEFAULT now(),
  people      integer     NOT NULL DEFAULT 0,
  finished_at timestamptz,
  UNIQUE NULLS NOT DISTINCT (reminder_id, year, due_on)
);

-- People who moved to another region (mutasi) and from there. A part of a record may come before identity says whose it is.
CREATE TABLE transfer_out (
  transfer_id uuid        PRIMARY KEY,
  employee_id uuid        NOT NULL,
  to_region   text        NOT NULL,
  entries     integer     NOT NULL,
  counted     bigint      NOT NULL,
  handed_at   timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE transfer_in (
  transfer_id      uuid        PRIMARY KEY,
  employee_id      uuid        NOT NULL,
  former_pseudonym text        NOT NULL,
  from_region      text        NOT NULL,
  parts            integer,
  taken_in         integer     NOT NULL DEFAULT 0,
  counted          bigint      NOT NULL DEFAULT 0,
  told_at          timestamptz NOT NULL DEFAULT now(),
  finished_at      timestamptz
);
CREATE TABLE transfer_part (
  transfer_id uuid     NOT NULL,
  part        integer  NOT NULL,
  parts       integer  NOT NULL,
  from_region text     NOT NULL,
  entries     jsonb    NOT NULL,
  taken_in    boolean  NOT NULL DEFAULT false,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (transfer_id, part)
);
