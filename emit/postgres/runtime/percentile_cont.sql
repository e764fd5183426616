-- PERCENTILE_CONT … OVER: percentile_cont of the values of a window, which is no window function in PostgreSQL.
CREATE OR REPLACE FUNCTION crosswalk.percentile_cont(a double precision[], f double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT percentile_cont(f) WITHIN GROUP (ORDER BY v) FROM unnest(a) AS v $$;
