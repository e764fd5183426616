-- The number of elements of an associative array.
CREATE OR REPLACE FUNCTION crosswalk.aa_count(a jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT count(*)::integer FROM jsonb_object_keys(a) $$;
