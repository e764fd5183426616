-- json_query_text is SQL Server's JSON_QUERY: the object or array at a path as it is written; NULL where there is none, an error where the
-- path is strict.
CREATE OR REPLACE FUNCTION crosswalk.json_query_text(doc text, path text) RETURNS text AS $$
DECLARE
  v json := crosswalk.json_at(doc::json, path);
BEGIN
  IF json_typeof(v) NOT IN ('object', 'array') THEN
    IF path LIKE 'strict %' THEN
      RAISE EXCEPTION 'Object or array cannot be found in the specified JSON path.' USING ERRCODE = '22000';
    END IF;
    RETURN NULL;
  END IF;
  RETURN v::text;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
