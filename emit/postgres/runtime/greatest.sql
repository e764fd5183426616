-- GREATEST: NULL where an argument is NULL, which PostgreSQL's own passes over.
CREATE OR REPLACE FUNCTION crosswalk.greatest(VARIADIC list anycompatiblearray) RETURNS anycompatible
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT x FROM unnest(list) AS t (x) ORDER BY x DESC NULLS FIRST LIMIT 1 $$;
