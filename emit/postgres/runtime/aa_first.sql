-- The first index of an associative array by text, in binary order.
CREATE OR REPLACE FUNCTION crosswalk.aa_first(a jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT min(k COLLATE "C") FROM jsonb_object_keys(a) AS k $$;
