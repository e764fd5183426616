-- DBMS_RANDOM.NORMAL: a number of the standard normal distribution.
CREATE OR REPLACE FUNCTION crosswalk.random_normal() RETURNS numeric
LANGUAGE sql VOLATILE
AS $$ SELECT (sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))::numeric $$;
