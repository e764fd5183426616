-- json_container is an object or array as it is, and NULL for a scalar, as JSON_QUERY gives it.
CREATE OR REPLACE FUNCTION crosswalk.json_container(doc jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT CASE WHEN jsonb_typeof(doc) IN ('object', 'array') THEN doc END $$;
