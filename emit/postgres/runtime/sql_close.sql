-- DBMS_SQL.CLOSE_CURSOR. A cursor that is not open is left alone: one that was opened since the beginning of a block is gone
-- when the block's handlers run, and they are where cursors are closed.
CREATE OR REPLACE FUNCTION crosswalk.sql_close(c numeric) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  IF NOT crosswalk.sql_is_open(c) THEN
    RETURN;
  END IF;
  PERFORM crosswalk.sql_end(c);
  PERFORM set_config('crosswalk.cursor_' || c::integer, '', false);
  PERFORM set_config('crosswalk.cursor_row_' || c::integer, '', false);
  IF current_setting('crosswalk.cursors') = c::integer::text THEN
    PERFORM set_config('crosswalk.cursors', (c::integer - 1)::text, false);
  END IF;
END
$$;
