-- Which development targets a competency serves, and how much it matters to them (1 to 5): the tie between gaps and the RPJMD.
CREATE TABLE competency_target (
  competency_code text     NOT NULL,
  target_id       uuid     NOT NULL REFERENCES development_target,
  weight          smallint NOT NULL CHECK (weight BETWEEN 1 AND 5),
  set_by          text     NOT NULL,
  set_at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (competency_code, target_id)
);

-- Needs that were raised beside the figures: findings of drills, forums of needs evaluation.
CREATE TABLE raised_need (
  need_id         uuid     PRIMARY KEY,
  source          text     NOT NULL CHECK (source IN ('DRILL', 'AFTER_ACTION', 'FORUM')),
  source_id       uuid,
  competency_code text     NOT NULL,
  level           smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
  people          integer  NOT NULL CHECK (people > 0),
  unit_id         uuid,
  severity        text     NOT NULL CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH')),
  title           text     NOT NULL,
  raised_on       date     NOT NULL,
  due_on          date,
  closed_reason   text,
  recorded_by     text     NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX raised_need_open ON raised_need (competency_code) WHERE closed_reason IS NULL;
