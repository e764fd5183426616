-- DBMS_SQL.IS_OPEN.
CREATE OR REPLACE FUNCTION crosswalk.sql_is_open(c numeric) RETURNS boolean
LANGUAGE sql STABLE
AS $$ SELECT c IS NOT NULL AND coalesce(current_setting('crosswalk.cursor_' || c::integer, true), '') <> '' $$;
