-- The index in front of another one, in an associative array by text.
CREATE OR REPLACE FUNCTION crosswalk.aa_prior(a jsonb, key text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT max(k COLLATE "C") FROM jsonb_object_keys(a) AS k WHERE k COLLATE "C" < key $$;
