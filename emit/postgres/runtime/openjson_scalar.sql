-- openjson_scalar is the text of a scalar, and NULL for an object or array, as a column of OPENJSON without AS JSON gives it.
CREATE OR REPLACE FUNCTION crosswalk.openjson_scalar(j json) RETURNS text AS $$
  SELECT CASE WHEN json_typeof(j) NOT IN ('object', 'array') THEN j #>> '{}' END
$$ LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE;
