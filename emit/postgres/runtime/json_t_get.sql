-- get: the part of a key, or of a place from 0 on.
CREATE OR REPLACE FUNCTION crosswalk.json_t_get(j json, key text) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT crosswalk.json_t_self(j) -> key $$;

CREATE OR REPLACE FUNCTION crosswalk.json_t_get(j json, at int) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN at >= 0 THEN crosswalk.json_t_self(j) -> at END $$;
