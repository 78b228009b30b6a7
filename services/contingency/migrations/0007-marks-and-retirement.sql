-- First day of retirement as identity tells it; the rule's ages stand in where it tells none.
ALTER TABLE person ADD COLUMN retires_on date;

-- Plans whose readiness has to be computed again because of what other services told, and why; taken in lots after the commit.
CREATE TABLE readiness_mark (
  plan_id  uuid PRIMARY KEY,
  trigger  text NOT NULL,
  -- The newest event behind it.
  cause_id text
);

-- Versions of the competency dictionary that what plans ask for has followed.
CREATE TABLE dictionary_step (
  dictionary_id      uuid        PRIMARY KEY,
  dictionary_version integer     NOT NULL,
  applied_at         timestamptz NOT NULL DEFAULT now()
);
