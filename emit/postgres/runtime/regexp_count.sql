-- REGEXP_COUNT, for servers before PostgreSQL 15.
CREATE OR REPLACE FUNCTION crosswalk.regexp_count(s text, pattern text, pos int DEFAULT 1, flags text DEFAULT '') RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT count(*)::int FROM regexp_matches(pg_catalog.substr(s, pos), pattern, flags || 'g') $$;
