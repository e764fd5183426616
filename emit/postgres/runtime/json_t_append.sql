-- append.
CREATE OR REPLACE FUNCTION crosswalk.json_t_append(j json, item json) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (left(crosswalk.json_t_self(j)::text, -1) || CASE WHEN j::text = '[]' THEN '' ELSE ',' END || coalesce(item, 'null') || ']')::json $$;
