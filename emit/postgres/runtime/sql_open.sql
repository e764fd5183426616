-- DBMS_SQL.OPEN_CURSOR: the number of a statement to be parsed. What is known of it is kept in settings of the session:
-- cursor_<number> has its text and bind variables, cursor_row_<number> the rows fetched so far and the last of them.
CREATE OR REPLACE FUNCTION crosswalk.sql_open() RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
  n integer := coalesce(nullif(current_setting('crosswalk.cursors', true), ''), '0')::integer + 1;
BEGIN
  PERFORM set_config('crosswalk.cursors', n::text, false);
  PERFORM set_config('crosswalk.cursor_' || n, '{}', false);
  PERFORM set_config('crosswalk.cursor_row_' || n, '', false);
  RETURN n;
END
$$;
