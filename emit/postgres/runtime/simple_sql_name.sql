-- DBMS_ASSERT.SIMPLE_SQL_NAME: the name itself; an error for what is no single identifier.
CREATE OR REPLACE FUNCTION crosswalk.simple_sql_name(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF name IS NULL OR trim(name) !~ '^([[:alpha:]_][[:alnum:]_$#]*|"[^"]+")$' THEN
    RAISE invalid_name USING MESSAGE = format('invalid SQL name: %s', name);
  END IF;
  RETURN trim(name);
END
$$;
