-- Which types of events this service's handlers take, since it last led. A type that comes with a release has been passed by on lines that the
-- service has read before: those are read again, for the new types alone.
--   types: by type without version null while a handler takes it, else how far it had been taken on each line when its handler went.
CREATE TABLE handled_types (
  alone boolean PRIMARY KEY DEFAULT true CHECK (alone),
  types jsonb   NOT NULL
);

-- A line that is being read again. Its watermark has gone back; up to `through` only the types named here are handed to their handlers, each
-- behind its own position.
CREATE TABLE reread_line (
  region   text        NOT NULL,
  service  text        NOT NULL,
  audience text        NOT NULL,
  epoch    text        NOT NULL,
  through  bigint      NOT NULL,
  chain    text        NOT NULL,
  event_id text        NOT NULL,
  types    jsonb       NOT NULL,
  began_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (region, service, audience, epoch)
);
