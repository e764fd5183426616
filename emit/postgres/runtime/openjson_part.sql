-- openjson_part is an object or array as it is written, and NULL for a scalar, as a column of OPENJSON with AS JSON gives it.
CREATE OR REPLACE FUNCTION crosswalk.openjson_part(j json) RETURNS text AS $$
  SELECT CASE WHEN json_typeof(j) IN ('object', 'array') THEN j::text END
$$ LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE;
