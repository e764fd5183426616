-- DBMS_OUTPUT.PUT: keeps a piece of a line for NEW_LINE, in a setting of the session.
CREATE OR REPLACE FUNCTION crosswalk.output_put(piece text) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM set_config('crosswalk.line', concat(current_setting('crosswalk.line', true), piece), false);
END
$$;
