-- The first index of an associative array by number.
CREATE OR REPLACE FUNCTION crosswalk.aa_first_int(a jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT min(k::integer) FROM jsonb_object_keys(a) AS k $$;
