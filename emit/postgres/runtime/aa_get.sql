-- An element of a collection; where there is none, the error that state names: NO_DATA_FOUND for an associative array and
-- for an element of a nested table that was deleted.
CREATE OR REPLACE FUNCTION crosswalk.aa_get(a jsonb, key text, state text DEFAULT 'P0002') RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF a ? key THEN
    RETURN a -> key;
  END IF;
  IF state = '2202E' AND EXISTS (SELECT FROM jsonb_object_keys(a) AS k WHERE k::integer > key::integer) THEN
    state := 'P0002';
  END IF;
  RAISE EXCEPTION 'no element %', key USING ERRCODE = state;
END;
$$;
