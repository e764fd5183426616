-- A nested table with one more element.
CREATE OR REPLACE FUNCTION crosswalk.aa_append(a jsonb, value jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT a || jsonb_build_object((coalesce(crosswalk.aa_last_int(a), 0) + 1)::text, value) $$;
