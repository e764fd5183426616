-- IS JSON: an object or array that can be read.
CREATE OR REPLACE FUNCTION crosswalk.is_json(s text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  RETURN json_typeof(s::json) IN ('object', 'array');
EXCEPTION WHEN data_exception THEN
  RETURN false;
END
$$;

-- The same for a document kept as bytes.
CREATE OR REPLACE FUNCTION crosswalk.is_json(b bytea) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  RETURN crosswalk.is_json(convert_from(b, 'UTF8'));
EXCEPTION WHEN data_exception THEN
  RETURN false;
END
$$;
