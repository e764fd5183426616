-- LEAST: NULL where an argument is NULL, which PostgreSQL's own passes over.
CREATE OR REPLACE FUNCTION crosswalk.least(VARIADIC list anycompatiblearray) RETURNS anycompatible
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT x FROM unnest(list) AS t (x) ORDER BY x NULLS FIRST LIMIT 1 $$;
