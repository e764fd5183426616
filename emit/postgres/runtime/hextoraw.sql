-- HEXTORAW: an odd number of digits has a 0 put in front.
CREATE OR REPLACE FUNCTION crosswalk.hextoraw(s text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT decode(CASE WHEN length(s) % 2 = 1 THEN '0' || s ELSE s END, 'hex') $$;
