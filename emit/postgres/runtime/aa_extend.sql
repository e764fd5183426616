-- EXTEND(n) of a nested table that may have gaps.
CREATE OR REPLACE FUNCTION crosswalk.aa_extend(a jsonb, n integer) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT a || coalesce(jsonb_object_agg((last + i)::text, NULL), '{}')
  FROM (SELECT coalesce(crosswalk.aa_last_int(a), 0) AS last) AS l, generate_series(1, n) AS i
$$;
