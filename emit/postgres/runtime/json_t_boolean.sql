-- get_boolean: NULL for what is neither true nor false.
CREATE OR REPLACE FUNCTION crosswalk.json_t_boolean(j json) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE lower(j #>> '{}') WHEN 'true' THEN true WHEN 'false' THEN false END $$;
