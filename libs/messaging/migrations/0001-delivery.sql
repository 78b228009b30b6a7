-- Delivery's own tables, the same in every service's schema. Nothing here holds anything that could not be told to an auditor.

-- Facts that wait for their relay, and stay for replay. Order of publication is (generation, xid, seq): seq alone would lose rows whose
-- transaction commits late. `generation` is the region's epoch number: transaction ids begin anew in a restored cluster.
CREATE SEQUENCE outbox_seq CACHE 32;
CREATE TABLE outbox (
  destination    text        NOT NULL CHECK (destination IN ('local', 'hub')),
  generation     integer     NOT NULL,
  xid            xid8        NOT NULL DEFAULT pg_current_xact_id(),
  seq            bigint      NOT NULL DEFAULT nextval('outbox_seq'),
  bucket         text        NOT NULL,
  id             uuid        NOT NULL,
  audience       text        NOT NULL,
  type           text        NOT NULL,
  subject        text        NOT NULL,
  time           timestamptz NOT NULL,
  correlation_id text,
  causation_id   text,
  actor          text,
  traceparent    text,
  body           bytea       NOT NULL
) PARTITION BY LIST (bucket);
CREATE INDEX outbox_order ON outbox (destination, generation, xid, seq);
CREATE TABLE outbox_other PARTITION OF outbox DEFAULT;
COMMENT ON COLUMN outbox.bucket IS 'Retention class and month of writing, e.g. years-2:2026-11. A bucket is dropped whole.';

-- The app role has no DDL: partitions are made and dropped through these two functions only.
CREATE FUNCTION outbox_make_bucket(bucket text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE part text := 'outbox_' || translate(bucket, ':-', '__');
BEGIN
  IF bucket !~ '^(days-90|years-2|years-10):\d{4}-\d{2}$' THEN RAISE EXCEPTION 'not a bucket: %', bucket; END IF;
  IF to_regclass(part) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF outbox FOR VALUES IN (%L)', part, bucket);
  RETURN true;
END $$;
CREATE FUNCTION outbox_drop_bucket(bucket text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE part text := 'outbox_' || translate(bucket, ':-', '__');
BEGIN
  IF bucket !~ '^(days-90|years-2|years-10):\d{4}-\d{2}$' THEN RAISE EXCEPTION 'not a bucket: %', bucket; END IF;
  IF to_regclass(part) IS NULL THEN RETURN false; END IF;
  EXECUTE format('DROP TABLE %I', part);
  RETURN true;
END $$;

-- How far each destination has been published and acknowledged. Moved by compare-and-set only.
CREATE TABLE relay_cursor (
  destination text        PRIMARY KEY CHECK (destination IN ('local', 'hub')),
  generation  integer     NOT NULL,
  xid         xid8        NOT NULL,
  seq         bigint      NOT NULL,
  moved_at    timestamptz NOT NULL DEFAULT now()
);

-- One row a published batch and audience: finds the outbox rows of any position again.
CREATE TABLE relay_log (
  epoch            text        NOT NULL,
  audience         text        NOT NULL,
  first_position   bigint      NOT NULL,
  last_position    bigint      NOT NULL,
  first_generation integer     NOT NULL,
  first_xid        xid8        NOT NULL,
  first_seq        bigint      NOT NULL,
  last_generation  integer     NOT NULL,
  last_xid         xid8        NOT NULL,
  last_seq         bigint      NOT NULL,
  previous_chain   text        NOT NULL,
  chain            text        NOT NULL,
  acknowledged_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (epoch, audience, last_position)
);

-- Where this service's reader of a stream stands. The truth; the JetStream consumer is disposable.
CREATE TABLE reader_place (
  stream         text        PRIMARY KEY,
  stream_created text        NOT NULL,
  sequence       bigint      NOT NULL,
  hub_sequence   bigint      NOT NULL DEFAULT 0,
  moved_at       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE reader_watermark (
  region   text        NOT NULL,
  service  text        NOT NULL,
  audience text        NOT NULL,
  epoch    text        NOT NULL,
  position bigint      NOT NULL,
  chain    text        NOT NULL,
  event_id text        NOT NULL,
  state    text        NOT NULL DEFAULT 'FLOWING' CHECK (state IN ('FLOWING', 'FORKED', 'STOPPED')),
  reason   text,
  moved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (region, service, audience, epoch)
);

-- Events that came before their time: a gap in front of them waits for its replay.
CREATE TABLE reader_held (
  region         text        NOT NULL,
  service        text        NOT NULL,
  audience       text        NOT NULL,
  epoch          text        NOT NULL,
  position       bigint      NOT NULL,
  chain          text        NOT NULL,
  previous_chain text        NOT NULL,
  headers        text        NOT NULL,
  body           bytea       NOT NULL,
  received_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (region, service, audience, epoch, position)
);

-- Every event that a handler of this service took in, byte for byte, in the order in which it was applied: projections are rebuilt from it.
CREATE SEQUENCE archive_seq;
CREATE TABLE archive (
  seq            bigint      NOT NULL DEFAULT nextval('archive_seq') PRIMARY KEY,
  type           text        NOT NULL,
  region         text        NOT NULL,
  service        text        NOT NULL,
  audience       text        NOT NULL,
  epoch          text        NOT NULL,
  position       bigint      NOT NULL,
  id             uuid        NOT NULL,
  subject        text        NOT NULL,
  time           timestamptz NOT NULL,
  chain          text        NOT NULL,
  correlation_id text,
  causation_id   text,
  body           bytea       NOT NULL,
  UNIQUE (region, service, audience, epoch, position)
);

-- Events that a handler could not take: kept with their bytes until an operator decides. Later events of the same subject wait behind them.
CREATE TABLE parked (
  parked_id   uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  ordinal     bigint      GENERATED ALWAYS AS IDENTITY,
  stream      text        NOT NULL,
  sequence    bigint      NOT NULL,
  region      text        NOT NULL,
  service     text        NOT NULL,
  type        text        NOT NULL,
  subject     text        NOT NULL,
  event_id    text        NOT NULL,
  reason      text        NOT NULL,
  detail      text        NOT NULL,
  behind      uuid,
  attempts    integer     NOT NULL DEFAULT 1,
  headers     text        NOT NULL,
  body        bytea       NOT NULL,
  state       text        NOT NULL DEFAULT 'PARKED' CHECK (state IN ('PARKED', 'RETRY_ASKED', 'APPLIED', 'DISCARDED')),
  parked_at   timestamptz NOT NULL DEFAULT now(),
  decided_at  timestamptz,
  decided_by  text,
  decision    text
);
CREATE INDEX parked_open ON parked (type, region, subject, ordinal) WHERE state IN ('PARKED', 'RETRY_ASKED');
CREATE UNIQUE INDEX parked_once ON parked (md5(headers), md5(body), type) WHERE state IN ('PARKED', 'RETRY_ASKED');

-- Replays that this service asked of others, and those that others asked of it.
CREATE TABLE replay_request (
  request_id uuid        PRIMARY KEY,
  region     text        NOT NULL,
  service    text        NOT NULL,
  audience   text        NOT NULL,
  epoch      text        NOT NULL,
  first      bigint      NOT NULL,
  last       bigint      NOT NULL,
  attempts   integer     NOT NULL DEFAULT 1,
  state      text        NOT NULL DEFAULT 'ASKED' CHECK (state IN ('ASKED', 'FILLED', 'REFUSED')),
  reason     text,
  asked_at   timestamptz NOT NULL DEFAULT now(),
  ask_again  timestamptz NOT NULL,
  UNIQUE (region, service, audience, epoch, first)
);
CREATE TABLE replay_answer (
  request_id uuid        PRIMARY KEY,
  asker      text        NOT NULL,
  audience   text        NOT NULL,
  epoch      text        NOT NULL,
  first      bigint      NOT NULL,
  last       bigint      NOT NULL,
  state      text        NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'SENT', 'REFUSED')),
  asked_at   timestamptz NOT NULL DEFAULT now(),
  decided_at timestamptz
);

-- What an auditor or operator must see and no retry mends: forks, refusals, orphans of an abandoned epoch.
CREATE TABLE delivery_incident (
  incident_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text        NOT NULL,
  region      text        NOT NULL,
  service     text        NOT NULL,
  audience    text        NOT NULL,
  epoch       text        NOT NULL,
  position    bigint      NOT NULL,
  detail      text        NOT NULL,
  noticed_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (kind, region, service, audience, epoch, position)
);

GRANT SELECT ON relay_cursor, relay_log, reader_place, reader_watermark, reader_held, parked, replay_request, replay_answer, delivery_incident, outbox
  TO betang_observer;

-- The epochs of every origin that this service's readers know. Of a closed epoch, events up to `heads` count; later ones are orphans.
CREATE TABLE reader_epoch (
  region    text        NOT NULL,
  epoch     text        NOT NULL,
  parent    text,
  state     text        NOT NULL CHECK (state IN ('CURRENT', 'CLOSED')),
  heads     jsonb       NOT NULL DEFAULT '{}',
  opened_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (region, epoch)
);
CREATE UNIQUE INDEX reader_epoch_current ON reader_epoch (region) WHERE state = 'CURRENT';
ALTER TABLE archive ADD COLUMN orphaned boolean NOT NULL DEFAULT false;
GRANT SELECT ON reader_epoch TO betang_observer;

-- The head of every audience and epoch, by a skip scan of the log: its cost does not grow with the log.
CREATE VIEW relay_head AS
  WITH RECURSIVE line AS (
    (SELECT epoch, audience FROM relay_log ORDER BY epoch DESC, audience DESC LIMIT 1)
    UNION ALL
    SELECT next.epoch, next.audience FROM line, LATERAL (
      SELECT r.epoch, r.audience FROM relay_log r WHERE (r.epoch, r.audience) < (line.epoch, line.audience)
       ORDER BY r.epoch DESC, r.audience DESC LIMIT 1) next)
  SELECT line.epoch, line.audience, head.last_position AS position, head.chain, head.acknowledged_at
    FROM line, LATERAL (
      SELECT last_position, chain, acknowledged_at FROM relay_log r
       WHERE r.epoch = line.epoch AND r.audience = line.audience ORDER BY last_position DESC LIMIT 1) head;
GRANT SELECT ON relay_head TO betang_observer;
