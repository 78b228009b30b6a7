-- Rebuilding projections from the archive: the tables that projections write are filled anew in a shadow schema and swapped in.

-- What to swap. A service's own migrations list its projection tables here; no other table may be written by a projection. Such a table
-- has no foreign key, trigger, view or sequence: they would stay behind with the old one.
CREATE TABLE projection_table (name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{0,50}$'));
REVOKE INSERT, UPDATE, DELETE ON projection_table FROM {app_role};

CREATE TABLE projection_rebuild (
  rebuild_id   uuid        PRIMARY KEY,
  state        text        NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'FEEDING', 'DONE', 'FAILED')),
  requested_by text        NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  started_at   timestamptz,
  finished_at  timestamptz,
  -- Epochs known at the start: when one opens meanwhile, what was fed may have become an orphan.
  epochs       integer     NOT NULL DEFAULT 0,
  fed_through  bigint      NOT NULL DEFAULT 0,
  rows_done    bigint      NOT NULL DEFAULT 0,
  rows_total   bigint      NOT NULL DEFAULT 0,
  failure      text,
  CHECK ((state = 'FAILED') = (failure IS NOT NULL)),
  CHECK ((state IN ('DONE', 'FAILED')) = (finished_at IS NOT NULL))
);
CREATE UNIQUE INDEX projection_rebuild_open ON projection_rebuild ((true)) WHERE state IN ('WAITING', 'FEEDING');
GRANT SELECT ON projection_rebuild TO {observer_role};

CREATE SCHEMA IF NOT EXISTS {schema}_shadow;
GRANT USAGE ON SCHEMA {schema}_shadow TO {app_role};

-- The app role has no DDL: these functions do just what a rebuild needs, on the tables listed above.
-- Indexes are made one by one to keep their names, so that later migrations still find them after a swap.
CREATE FUNCTION projection_shadow_open() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
  projection text;
  found      record;
BEGIN
  FOR projection IN SELECT name FROM projection_table ORDER BY name LOOP
    EXECUTE format('DROP TABLE IF EXISTS {schema}_shadow.%I', projection);
    EXECUTE format('CREATE TABLE {schema}_shadow.%1$I (LIKE {schema}.%1$I INCLUDING ALL EXCLUDING INDEXES)', projection);
    FOR found IN
      SELECT c.relname AS name, pg_get_constraintdef(k.oid) AS rule, pg_get_indexdef(x.indexrelid) AS definition
        FROM pg_index x
        JOIN pg_class c ON c.oid = x.indexrelid
        LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u')
       WHERE x.indrelid = format('{schema}.%I', projection)::regclass
    LOOP
      IF found.rule IS NOT NULL THEN
        EXECUTE format('ALTER TABLE {schema}_shadow.%I ADD CONSTRAINT %I %s', projection, found.name, found.rule);
      ELSE
        EXECUTE replace(found.definition, format(' ON {schema}.%I ', projection), format(' ON {schema}_shadow.%I ', projection));
      END IF;
    END LOOP;
  END LOOP;
END $$;

-- Fresh tables have no statistics, and the first readers would pay for it.
CREATE FUNCTION projection_shadow_analyze() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE projection text;
BEGIN
  FOR projection IN SELECT name FROM projection_table ORDER BY name LOOP
    EXECUTE format('ANALYZE {schema}_shadow.%I', projection);
  END LOOP;
END $$;

-- With the lock held, whatever a reader has applied to the live tables is committed and archived.
CREATE FUNCTION projection_lock() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE projection text;
BEGIN
  FOR projection IN SELECT name FROM projection_table ORDER BY name LOOP
    EXECUTE format('LOCK TABLE {schema}.%I IN ACCESS EXCLUSIVE MODE', projection);
  END LOOP;
END $$;

CREATE FUNCTION projection_shadow_swap() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE projection text;
BEGIN
  FOR projection IN SELECT name FROM projection_table ORDER BY name LOOP
    EXECUTE format('DROP TABLE {schema}.%I', projection);
    EXECUTE format('ALTER TABLE {schema}_shadow.%I SET SCHEMA {schema}', projection);
  END LOOP;
END $$;
