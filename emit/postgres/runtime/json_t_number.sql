-- get_number: NULL for what is no number.
CREATE OR REPLACE FUNCTION crosswalk.json_t_number(j json) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN json_typeof(j) IN ('string', 'number') AND j #>> '{}' ~ '^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$' THEN (j #>> '{}')::numeric END $$;
