-- DBMS_SQL.FETCH_ROWS: 1 and the next row, or 0.
CREATE OR REPLACE FUNCTION crosswalk.sql_fetch(c numeric) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
  portal refcursor := crosswalk.sql_portal(c);
  so_far bigint := coalesce(nullif(current_setting('crosswalk.cursor_row_' || c::integer, true), ''), '[0]')::json ->> 0;
  r record;
  row_text text;
BEGIN
  FETCH portal INTO r;
  IF NOT FOUND THEN
    PERFORM set_config('crosswalk.cursor_row_' || c::integer, json_build_array(so_far)::text, false);
    RETURN 0;
  END IF;
  so_far := so_far + 1;
  SELECT concat('[', so_far, ',', string_agg(value::text, ',' ORDER BY n), ']') INTO row_text
  FROM json_each(row_to_json(r)) WITH ORDINALITY AS k (key, value, n);
  PERFORM set_config('crosswalk.cursor_row_' || c::integer, row_text, false);
  PERFORM set_config('crosswalk.last_cursor', c::integer::text, false);
  RETURN 1;
END
$$;
-- DBMS_SQL.EXECUTE_AND_FETCH: with exact, an error unless there is one row.
CREATE OR REPLACE FUNCTION crosswalk.sql_fetch(c numeric, exact boolean) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
  n integer := crosswalk.sql_execute(c);
  one text;
BEGIN
  n := crosswalk.sql_fetch(c);
  IF exact THEN
    IF n = 0 THEN
      RAISE EXCEPTION 'no data found' USING ERRCODE = 'no_data_found';
    END IF;
    one := current_setting('crosswalk.cursor_row_' || c::integer);
    IF crosswalk.sql_fetch(c) = 1 THEN
      RAISE EXCEPTION 'exact fetch returns more than requested number of rows' USING ERRCODE = 'too_many_rows';
    END IF;
    PERFORM set_config('crosswalk.cursor_row_' || c::integer, one, false);
  END IF;
  RETURN n;
END
$$;
