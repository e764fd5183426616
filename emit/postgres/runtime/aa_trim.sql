-- TRIM(n) of a nested table that may have gaps.
CREATE OR REPLACE FUNCTION crosswalk.aa_trim(a jsonb, n integer) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(jsonb_object_agg(key, value), '{}')
  FROM (SELECT key, value, row_number() OVER (ORDER BY key::integer DESC) AS pos FROM jsonb_each(a)) AS e
  WHERE pos > n
$$;
