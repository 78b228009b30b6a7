-- Which line of the regional budget (kode rekening belanja, as the budget itself writes it) pays for a line of a plan. Stated apart from the line: the
-- budget is often adopted after the plan is fixed.
CREATE TABLE plan_line_budget (
  line_id     uuid        PRIMARY KEY REFERENCES plan_line ON DELETE CASCADE,
  budget_code text        NOT NULL,
  stated_by   text        NOT NULL,
  stated_at   timestamptz NOT NULL DEFAULT now()
);
-- Which it was paid from; null: stated of neither, and counted under that of the line once one is stated.
ALTER TABLE plan_spending ADD COLUMN budget_code text;
