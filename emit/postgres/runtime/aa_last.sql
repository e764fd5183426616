-- The last index of an associative array by text, in binary order.
CREATE OR REPLACE FUNCTION crosswalk.aa_last(a jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT max(k COLLATE "C") FROM jsonb_object_keys(a) AS k $$;
