-- Appraisals and other scores of a person and year, by import. Scores are hundredths of 100.
CREATE TABLE talent_score (
  employee_id uuid        NOT NULL,
  year        integer     NOT NULL,
  axis        text        NOT NULL CHECK (axis IN ('PERFORMANCE', 'POTENTIAL')),
  score       integer     NOT NULL CHECK (score BETWEEN 0 AND 12000),
  rating      text,
  source      text        NOT NULL,
  recorded_by text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (employee_id, year, axis)
);

-- Snapshots of the nine boxes: what was stored stays as it was, whatever the thresholds become.
CREATE TABLE talent_snapshot (
  snapshot_id  uuid        PRIMARY KEY,
  year         integer     NOT NULL,
  rule_version text        NOT NULL,
  people       integer     NOT NULL,
  without      integer     NOT NULL,
  taken_by     text        NOT NULL,
  taken_at     timestamptz NOT NULL
);
CREATE TABLE talent_place (
  snapshot_id      uuid     NOT NULL REFERENCES talent_snapshot ON DELETE CASCADE,
  employee_id      uuid     NOT NULL,
  agency_id        uuid     NOT NULL,
  unit_id          uuid     NOT NULL,
  performance      integer  NOT NULL,
  potential        integer  NOT NULL,
  performance_tier smallint NOT NULL,
  potential_tier   smallint NOT NULL,
  box              smallint NOT NULL CHECK (box BETWEEN 1 AND 9),
  potential_source text     NOT NULL,
  PRIMARY KEY (snapshot_id, employee_id)
);
CREATE INDEX talent_place_box ON talent_place (snapshot_id, box, employee_id);

-- Successor pools (kelompok rencana suksesi): candidates for a position with their reasons, as they were found.
CREATE TABLE successor_pool (
  pool_id       uuid        PRIMARY KEY,
  snapshot_id   uuid        NOT NULL REFERENCES talent_snapshot,
  position_name text        NOT NULL,
  standard_id   uuid        NOT NULL,
  made_by       text        NOT NULL,
  made_at       timestamptz NOT NULL
);
CREATE TABLE successor (
  pool_id          uuid     NOT NULL REFERENCES successor_pool ON DELETE CASCADE,
  employee_id      uuid     NOT NULL,
  place            integer  NOT NULL,
  box              smallint NOT NULL,
  match_hundredths integer,
  reasons          jsonb    NOT NULL,
  PRIMARY KEY (pool_id, employee_id)
);
