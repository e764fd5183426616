-- The index behind another one, in an associative array by number.
CREATE OR REPLACE FUNCTION crosswalk.aa_next_int(a jsonb, key numeric) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT min(k::integer) FROM jsonb_object_keys(a) AS k WHERE k::integer > key $$;
