-- A line that its region took out, or whose plan it took back, keeps the number of its last decision: comes it again, the next one is higher.
ALTER TABLE line_decision ADD COLUMN gone boolean NOT NULL DEFAULT false;
ALTER TABLE line_outcome ADD COLUMN gone boolean NOT NULL DEFAULT false;
