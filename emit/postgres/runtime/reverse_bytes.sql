-- UTL_RAW.REVERSE: the bytes from the last to the first.
CREATE OR REPLACE FUNCTION crosswalk.reverse_bytes(b bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT coalesce(string_agg(pg_catalog.substr(b, i, 1), '' ORDER BY i DESC), '') FROM generate_series(1, length(b)) AS t (i) $$;
