-- is_object and its like.
CREATE OR REPLACE FUNCTION crosswalk.json_t_is(j json, what text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN what = 'scalar' THEN json_typeof(crosswalk.json_t_self(j)) NOT IN ('object', 'array')
    WHEN what IN ('true', 'false') THEN json_typeof(crosswalk.json_t_self(j)) = 'boolean' AND j::text = what
    ELSE json_typeof(crosswalk.json_t_self(j)) = what
  END
$$;
