-- The portal of a cursor of DBMS_SQL: DBMS_SQL.TO_REFCURSOR.
CREATE OR REPLACE FUNCTION crosswalk.sql_portal(c numeric) RETURNS refcursor
LANGUAGE sql STABLE
AS $$ SELECT coalesce(crosswalk.sql_state(c) ->> 'portal', 'crosswalk_cursor_' || c::integer)::refcursor $$;
