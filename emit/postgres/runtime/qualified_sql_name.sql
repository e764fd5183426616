-- DBMS_ASSERT.QUALIFIED_SQL_NAME: the name itself; an error for what is not identifiers with dots between.
CREATE OR REPLACE FUNCTION crosswalk.qualified_sql_name(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF name IS NULL OR trim(name) !~ '^([[:alpha:]_][[:alnum:]_$#]*|"[^"]+")(\.([[:alpha:]_][[:alnum:]_$#]*|"[^"]+"))*(@.+)?$' THEN
    RAISE invalid_name USING MESSAGE = format('invalid qualified SQL name: %s', name);
  END IF;
  RETURN trim(name);
END
$$;
