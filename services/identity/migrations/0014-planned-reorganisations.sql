-- Reorganisations of a day to come (penataan perangkat daerah yang direncanakan): they take effect by themselves on that day.
CREATE TABLE planned_reorganisation (
  plan_id      uuid        PRIMARY KEY,
  kind         text        NOT NULL CHECK (kind IN ('CREATE', 'RENAME', 'MOVE', 'SPLIT', 'MERGE', 'CLOSE')),
  effective_on date        NOT NULL,
  -- What was asked for, with the ids that new units will have: later plans build on them.
  input        jsonb       NOT NULL,
  basis        text,
  state        text        NOT NULL DEFAULT 'PLANNED' CHECK (state IN ('PLANNED', 'DONE', 'WITHDRAWN', 'FAILED')),
  planned_by   text        NOT NULL,
  planned_at   timestamptz NOT NULL DEFAULT now(),
  ended_by     text,
  ended_at     timestamptz,
  failure_code text,
  people       integer
);
CREATE INDEX planned_reorganisation_due ON planned_reorganisation (effective_on, plan_id) WHERE state = 'PLANNED';
CREATE INDEX planned_reorganisation_order ON planned_reorganisation (effective_on, plan_id);
