-- Keeps what a statement gives back in its bind variables, for DBMS_SQL.VARIABLE_VALUE.
CREATE OR REPLACE FUNCTION crosswalk.sql_out(c numeric, names jsonb, r json) RETURNS void
LANGUAGE sql
AS $$
  SELECT set_config('crosswalk.cursor_' || c::integer, (crosswalk.sql_state(c)
    || jsonb_build_object('out', (SELECT jsonb_object_agg(names ->> (k.n - 1)::integer, k.value)
                                  FROM json_each(r) WITH ORDINALITY AS k (key, value, n)
                                  WHERE k.n <= jsonb_array_length(names))))::text, false)
$$;
