-- Closes the portal of a cursor of DBMS_SQL, where it has one.
CREATE OR REPLACE FUNCTION crosswalk.sql_end(c numeric) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  portal refcursor := crosswalk.sql_portal(c);
BEGIN
  PERFORM set_config('crosswalk.cursor_row_' || c::integer, '', false);
  IF EXISTS (SELECT FROM pg_cursors WHERE name = portal::text) THEN
    CLOSE portal;
  END IF;
END
$$;
