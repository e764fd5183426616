-- get_string: NULL for an object, an array and null.
CREATE OR REPLACE FUNCTION crosswalk.json_t_string(j json) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN json_typeof(j) IN ('string', 'number', 'boolean') THEN nullif(j #>> '{}', '') END $$;
