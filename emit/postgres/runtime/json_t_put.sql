-- put: replaces the value of a key where it stands, a new one comes last. At a place of an array the value goes in between, or
-- takes the place where overwrite says so; places up to it are filled with null.
CREATE OR REPLACE FUNCTION crosswalk.json_t_put(j json, name text, item json) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT (CASE WHEN crosswalk.json_t_has(j, name) THEN (
      SELECT '{' || string_agg(to_json(key) || ':' || CASE WHEN key = name THEN coalesce(item, 'null')::text ELSE value::text END, ',' ORDER BY n) || '}'
      FROM json_each(j) WITH ORDINALITY AS e (key, value, n))
    ELSE left(j::text, -1) || CASE WHEN j::text = '{}' THEN '' ELSE ',' END || to_json(name) || ':' || coalesce(item, 'null') || '}'
    END)::json
$$;

CREATE OR REPLACE FUNCTION crosswalk.json_t_put(j json, at int, item json, overwrite boolean DEFAULT false) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ('[' || string_agg(v::text, ',' ORDER BY n, k) || ']')::json
  FROM (
    SELECT n, 1 AS k, value AS v FROM json_array_elements(crosswalk.json_t_self(j)) WITH ORDINALITY AS e (value, n) WHERE NOT (overwrite AND n = at + 1)
    UNION ALL
    SELECT n, 1, 'null' FROM generate_series(json_array_length(j) + 1, at) AS n
    UNION ALL
    SELECT at + 1, 0, coalesce(item, 'null')
  ) AS parts (n, k, v)
$$;
