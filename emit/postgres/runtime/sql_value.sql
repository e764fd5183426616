-- DBMS_SQL.COLUMN_VALUE: a column of the row fetched last, as a value of the type of the third argument.
CREATE OR REPLACE FUNCTION crosswalk.sql_value(c numeric, pos numeric, like_this anyelement) RETURNS anyelement
LANGUAGE plpgsql
AS $$
DECLARE
  r json := nullif(current_setting('crosswalk.cursor_row_' || c::integer, true), '');
BEGIN
  IF r IS NULL OR json_array_length(r) < 2 THEN
    RAISE EXCEPTION 'no row was fetched' USING ERRCODE = 'invalid_cursor_state';
  ELSIF pos < 1 OR pos >= json_array_length(r) THEN
    RAISE EXCEPTION 'variable not in select list' USING ERRCODE = 'undefined_column';
  END IF;
  RETURN crosswalk.sql_typed(r -> pos::integer, like_this);
END
$$;
