-- DBMS_SQL.BIND_VARIABLE: keeps the value as a constant of its type. A text is a constant without one, which becomes what the
-- statement wants of it, as Oracle converts it.
CREATE OR REPLACE FUNCTION crosswalk.sql_bind(c numeric, name text, value anyelement) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  constant text := format(CASE WHEN pg_typeof(value) IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype) THEN '%L' ELSE '%L::%s' END, value, pg_typeof(value));
BEGIN
  PERFORM set_config('crosswalk.cursor_' || c::integer,
    jsonb_set(crosswalk.sql_state(c), ARRAY['binds', lower(ltrim(name, ':'))], to_jsonb(constant))::text, false);
END
$$;
