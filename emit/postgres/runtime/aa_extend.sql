-- EXTEND(n) and EXTEND(n, i) of a nested table that may have gaps.
CREATE OR REPLACE FUNCTION crosswalk.aa_extend(a jsonb, n integer, value jsonb DEFAULT NULL) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT a || coalesce(jsonb_object_agg((last + i)::text, value), '{}')
  FROM (SELECT coalesce(crosswalk.aa_last_int(a), 0) AS last) AS l, generate_series(1, n) AS i
$$;
