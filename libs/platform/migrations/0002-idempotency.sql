-- The answers already given, by the caller's Idempotency-Key. A row is written in the transaction of its effect.
CREATE TABLE idempotency_key (
  actor text NOT NULL,
  key text NOT NULL,
  method_path text NOT NULL,
  request_hash bytea NOT NULL,
  status smallint NOT NULL,
  response jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor, key)
);
-- brin: rows come in the order of time, and an insert pays next to nothing for it
CREATE INDEX idempotency_key_created_at ON idempotency_key USING brin (created_at);
