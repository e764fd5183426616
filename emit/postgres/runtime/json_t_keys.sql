-- get_keys.
CREATE OR REPLACE FUNCTION crosswalk.json_t_keys(j json) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT ARRAY(SELECT key FROM json_each(crosswalk.json_t_self(j)) WITH ORDINALITY AS e (key, value, n) ORDER BY n) $$;
