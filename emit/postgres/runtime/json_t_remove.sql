-- remove: a key, or a place from 0 on.
CREATE OR REPLACE FUNCTION crosswalk.json_t_remove(j json, name text) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ('{' || coalesce(string_agg(to_json(key) || ':' || value, ',' ORDER BY n), '') || '}')::json
  FROM json_each(crosswalk.json_t_self(j)) WITH ORDINALITY AS e (key, value, n) WHERE key <> name
$$;

CREATE OR REPLACE FUNCTION crosswalk.json_t_remove(j json, at int) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ('[' || coalesce(string_agg(value::text, ',' ORDER BY n), '') || ']')::json
  FROM json_array_elements(crosswalk.json_t_self(j)) WITH ORDINALITY AS e (value, n) WHERE n <> at + 1
$$;
