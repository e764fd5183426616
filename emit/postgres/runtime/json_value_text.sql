-- json_value_text is SQL Server's JSON_VALUE: the scalar at a path as text; NULL where there is none, an error where the path is strict.
CREATE OR REPLACE FUNCTION crosswalk.json_value_text(doc text, path text) RETURNS text AS $$
DECLARE
  v json := crosswalk.json_at(doc::json, path);
BEGIN
  IF json_typeof(v) IN ('object', 'array') THEN
    IF path LIKE 'strict %' THEN
      RAISE EXCEPTION 'Scalar value cannot be found in the specified JSON path.' USING ERRCODE = '22000';
    END IF;
    RETURN NULL;
  END IF;
  RETURN v #>> '{}';
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
