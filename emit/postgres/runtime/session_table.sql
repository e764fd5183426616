-- Global temporary tables: the permanent table is an empty pattern. The first row that a session inserts makes the
-- session's own temporary table and goes there; from then on the search path finds that one. Plans made before are
-- discarded, since they know the pattern. The trigger's argument says when the rows go: DELETE or PRESERVE at COMMIT.
CREATE OR REPLACE FUNCTION crosswalk.session_table() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  cols text;
  vals text;
BEGIN
  IF to_regclass(format('pg_temp.%I', TG_TABLE_NAME)) IS NULL THEN
    EXECUTE format('CREATE TEMPORARY TABLE %I (LIKE %I.%I INCLUDING ALL) ON COMMIT %s ROWS',
      TG_TABLE_NAME, TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[0]);
    EXECUTE 'DISCARD PLANS';
  END IF;
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg('($1).' || quote_ident(attname), ', ' ORDER BY attnum)
  INTO cols, vals
  FROM pg_attribute
  WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
  EXECUTE format('INSERT INTO pg_temp.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s', TG_TABLE_NAME, cols, vals) USING NEW;
  RETURN NULL;
END
$$;
