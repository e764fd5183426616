-- Assigns to an element of a collection inside a collection; what is missing on the way is made.
CREATE OR REPLACE FUNCTION crosswalk.aa_set(a jsonb, path text[], value jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF cardinality(path) = 1 THEN
    RETURN coalesce(a, '{}') || jsonb_build_object(path[1], value);
  END IF;
  RETURN coalesce(nullif(a, 'null'), '{}') || jsonb_build_object(path[1], crosswalk.aa_set(a -> path[1], path[2:], value));
END;
$$;
