-- MOD: the remainder with the sign of the dividend; the dividend itself where the divisor is 0.
CREATE OR REPLACE FUNCTION crosswalk.mod(m numeric, n numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT CASE WHEN n = 0 THEN m ELSE pg_catalog.mod(m, n) END $$;
