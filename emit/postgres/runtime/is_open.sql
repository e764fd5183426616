-- cursor%ISOPEN.
CREATE OR REPLACE FUNCTION crosswalk.is_open(c refcursor) RETURNS boolean
LANGUAGE sql STABLE
AS $$ SELECT EXISTS (SELECT FROM pg_cursors WHERE name = c::text) $$;
