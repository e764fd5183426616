-- The text of a JSON value; NULL for an object or array, as JSON_VALUE gives it.
CREATE OR REPLACE FUNCTION crosswalk.json_scalar(j jsonb) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT CASE WHEN jsonb_typeof(j) NOT IN ('object', 'array') THEN j #>> '{}' END $$;
