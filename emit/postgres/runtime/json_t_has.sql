-- has.
CREATE OR REPLACE FUNCTION crosswalk.json_t_has(j json, key text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT EXISTS (SELECT FROM json_object_keys(crosswalk.json_t_self(j)) AS k WHERE k = key) $$;
