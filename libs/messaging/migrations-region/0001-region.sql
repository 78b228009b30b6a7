-- What all services of a region read and only its operator's commands and identity write.

-- The epochs of this region, newest last. Positions count within an epoch; a restore opens the next one.
CREATE TABLE epoch (
  generation        integer     PRIMARY KEY,
  epoch             text        NOT NULL UNIQUE,
  parent            text,
  reason            text        NOT NULL CHECK (reason IN ('FIRST', 'RESTORED', 'OPERATOR')),
  -- The cluster it was opened in: another one means that this database was copied or restored.
  system_identifier text        NOT NULL,
  heads             jsonb       NOT NULL DEFAULT '[]',
  opened_at         timestamptz NOT NULL DEFAULT now()
);

-- Public keys of all regions, as the province states them; our own among them.
CREATE TABLE region_key (
  region     text        NOT NULL,
  key_id     text        NOT NULL,
  use        text        NOT NULL CHECK (use IN ('SIGNING', 'ENCRYPTION')),
  public_key text        NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz,
  PRIMARY KEY (region, key_id)
);
CREATE TABLE region_member (
  region      text PRIMARY KEY,
  state       text NOT NULL CHECK (state IN ('ACTIVE', 'SUSPENDED', 'REMOVED')),
  first_epoch text NOT NULL
);
GRANT INSERT, UPDATE ON region_key, region_member TO identity_app;
GRANT USAGE ON SCHEMA {schema} TO identity_migrator;
GRANT INSERT ON epoch TO identity_migrator;
GRANT SELECT ON epoch, region_key, region_member TO identity_migrator;

-- What other regions confirmed to have of us, as their receipts say; one row a receiver, reader and line.
CREATE TABLE receipt (
  receiver   text        NOT NULL,
  reader     text        NOT NULL,
  service    text        NOT NULL,
  audience   text        NOT NULL,
  epoch      text        NOT NULL,
  position   bigint      NOT NULL,
  chain      text        NOT NULL,
  parked     bigint      NOT NULL,
  held       bigint      NOT NULL,
  state      text        NOT NULL,
  as_of      timestamptz NOT NULL,
  PRIMARY KEY (receiver, reader, service, audience, epoch)
);
GRANT INSERT, UPDATE, DELETE ON receipt TO identity_app;
