-- rename_key.
CREATE OR REPLACE FUNCTION crosswalk.json_t_rename(j json, name text, new_name text) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ('{' || coalesce(string_agg(to_json(CASE WHEN key = name THEN new_name ELSE key END) || ':' || value, ',' ORDER BY n), '') || '}')::json
  FROM json_each(crosswalk.json_t_self(j)) WITH ORDINALITY AS e (key, value, n)
$$;
