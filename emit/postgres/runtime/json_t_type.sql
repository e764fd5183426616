-- get_type: OBJECT, ARRAY or SCALAR.
CREATE OR REPLACE FUNCTION crosswalk.json_t_type(j json) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN json_typeof(j) IN ('object', 'array') THEN upper(json_typeof(j)) WHEN j IS NOT NULL THEN 'SCALAR' END $$;
