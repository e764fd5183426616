-- An element of an associative array; NO_DATA_FOUND where there is none.
CREATE OR REPLACE FUNCTION crosswalk.aa_get(a jsonb, key text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF a ? key THEN
    RETURN a -> key;
  END IF;
  RAISE no_data_found;
END;
$$;
