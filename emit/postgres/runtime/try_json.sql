-- A document for Oracle's JSON functions, whose default is NULL ON ERROR: NULL where the text is no JSON.
CREATE OR REPLACE FUNCTION crosswalk.try_json(doc text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  RETURN doc::jsonb;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END
$$;

-- The same for a document kept as bytes.
CREATE OR REPLACE FUNCTION crosswalk.try_json(doc bytea) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  RETURN convert_from(doc, 'UTF8')::jsonb;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END
$$;
