-- UTL_RAW.COMPARE: 0 for equal values, else the place of the first byte that differs.
CREATE OR REPLACE FUNCTION crosswalk.compare_bytes(a bytea, b bytea) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce((
    SELECT min(i) FROM generate_series(1, greatest(length(a), length(b))) AS t (i)
    WHERE pg_catalog.substr(a, i, 1) IS DISTINCT FROM pg_catalog.substr(b, i, 1)), 0)
$$;
