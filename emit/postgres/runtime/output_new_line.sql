-- DBMS_OUTPUT.NEW_LINE: shows what PUT has kept.
CREATE OR REPLACE FUNCTION crosswalk.output_new_line() RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  RAISE NOTICE '%', coalesce(current_setting('crosswalk.line', true), '');
  PERFORM set_config('crosswalk.line', '', false);
END
$$;
