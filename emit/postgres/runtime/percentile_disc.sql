-- PERCENTILE_DISC … OVER: percentile_disc of the values of a window, which is no window function in PostgreSQL.
CREATE OR REPLACE FUNCTION crosswalk.percentile_disc(a anyarray, f double precision, falling boolean) RETURNS anyelement
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT CASE WHEN falling THEN percentile_disc(f) WITHIN GROUP (ORDER BY v DESC) ELSE percentile_disc(f) WITHIN GROUP (ORDER BY v) END FROM unnest(a) AS v
$$;
