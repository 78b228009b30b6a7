-- After-action reviews (kaji ulang setelah darurat): opened by the end of the emergency, closed when nothing is missing any more.
CREATE TABLE after_action (
  emergency_id uuid NOT NULL PRIMARY KEY REFERENCES emergency,
  state        text NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
  due_on       date NOT NULL,
  summary      text,
  closed_on    date,
  closed_by    text,
  CHECK ((state = 'CLOSED') = (closed_on IS NOT NULL))
);
-- What went well, and what went ill.
CREATE TABLE observation (
  observation_id uuid        PRIMARY KEY,
  emergency_id   uuid        NOT NULL REFERENCES after_action,
  went           text        NOT NULL CHECK (went IN ('WELL', 'ILL')),
  field          text,
  text           text        NOT NULL,
  recorded_by    text        NOT NULL,
  recorded_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX observation_emergency ON observation (emergency_id);
-- Every step of a task of the operations plan: who ticked it off and when.
CREATE TABLE operation_step (
  task_id    uuid        NOT NULL REFERENCES operation_task,
  revision   integer     NOT NULL,
  from_state text        NOT NULL,
  to_state   text        NOT NULL,
  note       text,
  changed_by text        NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (task_id, revision)
);
REVOKE UPDATE, DELETE, TRUNCATE ON operation_step FROM {app_role};
-- Who added a task during the emergency; null: it comes from the plan.
ALTER TABLE operation_task ADD COLUMN added_by text;

-- Emergencies that ended before: what was reviewed is closed, the rest is due 90 days after the end.
INSERT INTO after_action (emergency_id, state, due_on, summary, closed_on, closed_by)
SELECT emergency_id, CASE WHEN reviewed_on IS NULL THEN 'OPEN' ELSE 'CLOSED' END, ended_on + 90, review_summary, reviewed_on,
       CASE WHEN reviewed_on IS NULL THEN NULL ELSE 'betang' END
  FROM emergency WHERE level = 'ENDED';
INSERT INTO operation_step (task_id, revision, from_state, to_state, note, changed_by, changed_at)
SELECT task_id, revision, 'OPEN', state, note, changed_by, changed_at FROM operation_task WHERE changed_at IS NOT NULL AND changed_by IS NOT NULL;
