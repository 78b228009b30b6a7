-- MULTI_YEAR: drawn into the annual plan out of a multi-year one (HCDP), whose line `source_line_id` is.
ALTER TABLE plan_line DROP CONSTRAINT plan_line_origin_check;
ALTER TABLE plan_line ADD CONSTRAINT plan_line_origin_check CHECK (origin IN ('INVENTORY', 'MANUAL', 'GATHERED', 'MULTI_YEAR'));
-- No line stands in a plan twice, however often and by however many at once it is taken over.
CREATE UNIQUE INDEX plan_line_source_once ON plan_line (plan_id, source_line_id) WHERE source_line_id IS NOT NULL;

-- What a line was in the plan that it was taken from when it was taken: a later change there shows. Lines gathered before this was kept have none.
CREATE TABLE plan_line_source (
  line_id        uuid        PRIMARY KEY REFERENCES plan_line ON DELETE CASCADE,
  source_plan_id uuid        NOT NULL,
  source_line_id uuid        NOT NULL,
  content        jsonb       NOT NULL,
  taken_by       text        NOT NULL,
  taken_at       timestamptz NOT NULL DEFAULT now()
);
