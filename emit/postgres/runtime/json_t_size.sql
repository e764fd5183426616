-- get_size: how many members or elements; 1 for a scalar.
CREATE OR REPLACE FUNCTION crosswalk.json_t_size(j json) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE json_typeof(crosswalk.json_t_self(j))
    WHEN 'object' THEN (SELECT count(*)::int FROM json_object_keys(j))
    WHEN 'array' THEN json_array_length(j)
    ELSE 1
  END
$$;
