-- An element of a collection; where there is none, the error that state names: NO_DATA_FOUND for an associative array.
CREATE OR REPLACE FUNCTION crosswalk.aa_get(a jsonb, key text, state text DEFAULT 'P0002') RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF a ? key THEN
    RETURN a -> key;
  END IF;
  RAISE EXCEPTION 'no element %', key USING ERRCODE = state;
END;
$$;
