-- REMAINDER: m - n * k, with k the whole number nearest to m / n, the even one of two as near.
CREATE OR REPLACE FUNCTION crosswalk.remainder(m numeric, n numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT m - n * CASE
    WHEN abs(m / n - trunc(m / n)) = 0.5 THEN 2 * pg_catalog.round(m / n / 2)
    ELSE pg_catalog.round(m / n)
  END
$$;
