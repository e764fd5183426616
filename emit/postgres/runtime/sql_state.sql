-- What is known of a cursor of DBMS_SQL; ORA-01001 where it is not open.
CREATE OR REPLACE FUNCTION crosswalk.sql_state(c numeric) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF NOT crosswalk.sql_is_open(c) THEN
    RAISE EXCEPTION 'invalid cursor' USING ERRCODE = 'invalid_cursor_name';
  END IF;
  RETURN current_setting('crosswalk.cursor_' || c::integer)::jsonb;
END
$$;
