-- A rebuild knows what it was begun for: the tables as they were, the migrations and the handlers of the release that feeds it. Where one of them is another
-- now, it begins anew; what it has was made for tables that are no more.
ALTER TABLE projection_rebuild
  -- How often it has begun: whoever feeds an earlier beginning writes nothing any more.
  ADD COLUMN begun    integer NOT NULL DEFAULT 0,
  ADD COLUMN release  text,
  ADD COLUMN handlers text,
  -- Why it began anew last, or why it rests.
  ADD COLUMN reason   text CHECK (reason IN ('projections-changed', 'shape-changed', 'handlers-changed', 'release-changed', 'epoch-opened', 'archive-changed',
                                             'release-behind'));

-- Fed by the release before, which would go on with it: it waits for this one, which begins it anew.
UPDATE projection_rebuild SET state = 'WAITING', begun = 1, fed_through = 0, rows_done = 0, reason = 'release-behind' WHERE state = 'FEEDING';

-- The release before knows nothing of shapes. Its rebuilds are held, not failed: it takes this for something that passes, which the restart does.
CREATE OR REPLACE FUNCTION projection_shadow_open() RETURNS void LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'a rebuild waits for the release that this schema belongs to' USING ERRCODE = 'serialization_failure';
END $$;
CREATE OR REPLACE FUNCTION projection_shadow_swap() RETURNS void LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'a rebuild waits for the release that this schema belongs to' USING ERRCODE = 'serialization_failure';
END $$;

-- The migrations of these sets that are applied, as one word; a release makes the same word of its files.
CREATE FUNCTION projection_release(sets text[]) RETURNS text LANGUAGE sql STABLE SET search_path = {schema}, pg_temp AS $$
  SELECT encode(sha256(convert_to(coalesce(string_agg(format('%s/%s %s', set, number, checksum), chr(10) ORDER BY set COLLATE "C", number), ''), 'UTF8')), 'hex')
    FROM migration WHERE set = ANY(sets);
$$;

-- All of a table that must be the same before and after a swap. Not in it: names of NOT NULL constraints, and whether a constraint was proven for old rows,
-- which a copy always is.
CREATE FUNCTION projection_shape(space text, projection text) RETURNS jsonb LANGUAGE sql STABLE SET search_path = {schema}, pg_temp AS $$
  SELECT jsonb_build_object(
    'table', jsonb_build_array(c.relkind, c.relpersistence, c.relrowsecurity),
    'options', (SELECT jsonb_agg(o ORDER BY o) FROM unnest(c.reloptions) AS o),
    'rights', (SELECT jsonb_agg(jsonb_build_array(a.grantee, a.privilege_type, a.is_grantable) ORDER BY a.grantee, a.privilege_type, a.is_grantable)
                 FROM aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS a),
    'columns', (SELECT jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation, a.attnotnull, a.attidentity, a.attgenerated,
                                                   a.attstorage, a.attcompression, pg_get_expr(d.adbin, d.adrelid)) ORDER BY a.attnum)
                  FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    'constraints', (SELECT jsonb_agg(jsonb_build_array(k.conname, regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '')) ORDER BY k.conname)
                      FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype <> 'n'),
    'indexes', (SELECT jsonb_agg(jsonb_build_array(i.relname, replace(pg_get_indexdef(i.oid), format(' ON %I.%I ', space, projection), ' ON ')) ORDER BY i.relname)
                  FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid),
    'triggers', (SELECT jsonb_agg(jsonb_build_array(t.tgname, t.tgfoid::regprocedure, t.tgtype, t.tgenabled) ORDER BY t.tgname)
                   FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal))
    FROM pg_class AS c WHERE c.oid = to_regclass(format('%I.%I', space, projection));
$$;

-- In what the shadow tables are no copies of the live ones; null where a swap would change nothing but rows.
CREATE FUNCTION projection_shadow_change() RETURNS text LANGUAGE sql STABLE SET search_path = {schema}, pg_temp AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM (SELECT relname::text AS name FROM pg_class WHERE relnamespace = '{schema}_shadow'::regnamespace AND relkind IN ('r', 'p')) AS s
                   FULL JOIN projection_table AS p USING (name) WHERE s.name IS NULL OR p.name IS NULL) THEN 'projections-changed'
    WHEN EXISTS (SELECT FROM projection_table
                  WHERE projection_shape('{schema}', name) IS DISTINCT FROM projection_shape('{schema}_shadow', name)) THEN 'shape-changed'
  END;
$$;

-- What a copy LIKE a table leaves out: indexes one by one to keep their names, so that later migrations still find them after a swap; options and rights.
CREATE FUNCTION projection_shadow_copy(projection text) RETURNS void LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
DECLARE
  live   regclass := format('{schema}.%I', projection)::regclass;
  shadow text     := format('{schema}_shadow.%I', projection);
  found  record;
BEGIN
  EXECUTE format('CREATE TABLE %s (LIKE {schema}.%I INCLUDING ALL EXCLUDING INDEXES)', shadow, projection);
  FOR found IN
    SELECT c.relname AS name, pg_get_constraintdef(k.oid) AS rule, pg_get_indexdef(x.indexrelid) AS definition
      FROM pg_index x
      JOIN pg_class c ON c.oid = x.indexrelid
      LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
     WHERE x.indrelid = live
  LOOP
    IF found.rule IS NOT NULL THEN
      EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', shadow, found.name, found.rule);
    ELSE
      EXECUTE replace(found.definition, format(' ON {schema}.%I ', projection), format(' ON %s ', shadow));
    END IF;
  END LOOP;
  FOR found IN SELECT o FROM pg_class AS c, unnest(c.reloptions) AS o WHERE c.oid = live LOOP
    EXECUTE format('ALTER TABLE %s SET (%s)', shadow, found.o);
  END LOOP;
  FOR found IN
    SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee
      FROM pg_class AS c, aclexplode(c.relacl) AS a WHERE c.oid = shadow::regclass AND a.grantee <> c.relowner
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %s', shadow, found.grantee);
  END LOOP;
  FOR found IN
    SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee, a.privilege_type, a.is_grantable
      FROM pg_class AS c, aclexplode(c.relacl) AS a WHERE c.oid = live AND a.grantee <> c.relowner
  LOOP
    EXECUTE format('GRANT %s ON %s TO %s%s', found.privilege_type, shadow, found.grantee, CASE WHEN found.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
  END LOOP;
END $$;

-- Makes all shadow tables anew, also where an earlier release left one that is no projection any more.
CREATE FUNCTION projection_shadow_begin() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE projection text;
BEGIN
  FOR projection IN SELECT relname FROM pg_class WHERE relnamespace = '{schema}_shadow'::regnamespace AND relkind IN ('r', 'p') LOOP
    EXECUTE format('DROP TABLE {schema}_shadow.%I', projection);
  END LOOP;
  FOR projection IN SELECT name FROM projection_table ORDER BY name LOOP
    PERFORM projection_shadow_copy(projection);
  END LOOP;
END $$;

-- With these locks held whatever a reader has applied is committed and archived, no migration has changed a projection or asks for a rebuild, and none does
-- so before the swap is done.
CREATE OR REPLACE FUNCTION projection_lock() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE projection text;
BEGIN
  LOCK TABLE projection_rebuild, projection_table IN SHARE ROW EXCLUSIVE MODE;
  FOR projection IN SELECT name FROM projection_table ORDER BY name LOOP
    EXECUTE format('LOCK TABLE {schema}.%I IN ACCESS EXCLUSIVE MODE', projection);
  END LOOP;
END $$;

-- Under `projection_lock`, and only what is a copy: the last word on it is here, whoever calls.
CREATE FUNCTION projection_swap() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE projection text;
BEGIN
  IF projection_shadow_change() IS NOT NULL THEN
    RAISE EXCEPTION 'the shadow tables are no copies of the live ones' USING ERRCODE = 'serialization_failure';
  END IF;
  FOR projection IN SELECT name FROM projection_table ORDER BY name LOOP
    EXECUTE format('DROP TABLE {schema}.%I', projection);
    EXECUTE format('ALTER TABLE {schema}_shadow.%I SET SCHEMA {schema}', projection);
  END LOOP;
END $$;
