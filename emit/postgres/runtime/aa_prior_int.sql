-- The index in front of another one, in an associative array by number.
CREATE OR REPLACE FUNCTION crosswalk.aa_prior_int(a jsonb, key numeric) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT max(k::integer) FROM jsonb_object_keys(a) AS k WHERE k::integer < key $$;
