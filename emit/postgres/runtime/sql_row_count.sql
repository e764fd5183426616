-- DBMS_SQL.LAST_ROW_COUNT: the rows that were fetched so far from the cursor of the last fetch.
CREATE OR REPLACE FUNCTION crosswalk.sql_row_count() RETURNS integer
LANGUAGE sql STABLE
AS $$ SELECT coalesce(nullif(current_setting('crosswalk.cursor_row_' || current_setting('crosswalk.last_cursor', true), true), '')::json ->> 0, '0')::integer $$;
