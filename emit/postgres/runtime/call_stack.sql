-- DBMS_UTILITY.FORMAT_CALL_STACK: the calls that led here, the innermost first.
CREATE OR REPLACE FUNCTION crosswalk.call_stack() RETURNS text
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  stack text;
BEGIN
  GET DIAGNOSTICS stack = PG_CONTEXT;
  RETURN pg_catalog.substr(stack, strpos(stack, chr(10)) + 1);
END
$$;
