-- JSON_ARRAY … ABSENT ON NULL: the array without its nulls.
CREATE OR REPLACE FUNCTION crosswalk.json_no_nulls(a json) RETURNS json
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT coalesce(json_agg(v ORDER BY i), '[]')
  FROM json_array_elements(a) WITH ORDINALITY AS t (v, i)
  WHERE json_typeof(v) <> 'null'
$$;
