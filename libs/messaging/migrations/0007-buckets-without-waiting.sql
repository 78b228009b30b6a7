-- A partition made as one of the outbox locks the whole outbox, and waits for every transaction that uses it, with all writers behind it. Made
-- beside it and attached, it keeps no writer of another month waiting: what it locks is the rest partition, which nobody writes to. Who reads the
-- whole outbox in a long transaction still stands in the way, of the dropping of a month as well: neither waits for long, both are tried again.
CREATE OR REPLACE FUNCTION outbox_make_bucket(bucket text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = {schema}, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE part text := 'outbox_' || translate(bucket, ':-', '__');
BEGIN
  IF bucket !~ '^(days-90|years-2|years-10):\d{4}-\d{2}$' THEN RAISE EXCEPTION 'not a bucket: %', bucket; END IF;
  IF to_regclass(part) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE outbox INCLUDING ALL)', part);
  EXECUTE format('ALTER TABLE outbox ATTACH PARTITION %I FOR VALUES IN (%L)', part, bucket);
  RETURN true;
END $$;
CREATE OR REPLACE FUNCTION outbox_drop_bucket(bucket text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = {schema}, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE part text := 'outbox_' || translate(bucket, ':-', '__');
BEGIN
  IF bucket !~ '^(days-90|years-2|years-10):\d{4}-\d{2}$' THEN RAISE EXCEPTION 'not a bucket: %', bucket; END IF;
  IF to_regclass(part) IS NULL THEN RETURN false; END IF;
  EXECUTE format('DROP TABLE %I', part);
  RETURN true;
END $$;
