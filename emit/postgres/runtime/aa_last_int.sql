-- The last index of an associative array by number.
CREATE OR REPLACE FUNCTION crosswalk.aa_last_int(a jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT max(k::integer) FROM jsonb_object_keys(a) AS k $$;
