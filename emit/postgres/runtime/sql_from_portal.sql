-- DBMS_SQL.TO_CURSOR_NUMBER: an open cursor variable as a cursor of DBMS_SQL.
CREATE OR REPLACE FUNCTION crosswalk.sql_from_portal(portal refcursor) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
  n integer := crosswalk.sql_open();
BEGIN
  PERFORM set_config('crosswalk.cursor_' || n, jsonb_build_object('portal', portal)::text, false);
  RETURN n;
END
$$;
