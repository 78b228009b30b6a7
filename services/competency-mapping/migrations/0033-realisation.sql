-- What was spent on a line of a plan, as its office states it with a document; corrected by a reversal with a reason. A line may go when the plan is
-- revised: what was spent stays with the plan.
CREATE TABLE plan_spending (
  spending_id     uuid        PRIMARY KEY,
  plan_id         uuid        NOT NULL REFERENCES plan,
  line_id         uuid        NOT NULL,
  spent_on        date        NOT NULL,
  -- Whole rupiah.
  amount          bigint      NOT NULL CHECK (amount > 0),
  reference       text        NOT NULL,
  recorded_by     text        NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT now(),
  reversed_reason text,
  reversed_by     text,
  reversed_at     timestamptz
);
CREATE INDEX plan_spending_plan ON plan_spending (plan_id, spent_on, spending_id);
-- Which completion did an activity of an individual plan: a revoked one leaves it open again.
ALTER TABLE individual_plan_item ADD COLUMN realised_completion_id uuid;
CREATE INDEX individual_plan_item_completion ON individual_plan_item (realised_completion_id) WHERE realised_completion_id IS NOT NULL;
-- Trainings of a year, as plans ask for them.
CREATE INDEX evidence_training ON evidence (observed_on) WHERE source = 'TRAINING' AND revoked_at IS NULL;
