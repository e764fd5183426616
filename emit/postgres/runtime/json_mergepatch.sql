-- JSON_MERGEPATCH (RFC 7396): keys of the patch replace those of the target, null removes.
CREATE OR REPLACE FUNCTION crosswalk.json_mergepatch(target jsonb, patch jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  k text;
  v jsonb;
  out jsonb := CASE WHEN jsonb_typeof(target) = 'object' THEN target ELSE '{}' END;
BEGIN
  IF target IS NULL OR patch IS NULL THEN
    RETURN NULL;
  ELSIF jsonb_typeof(patch) <> 'object' THEN
    RETURN patch;
  END IF;
  FOR k, v IN SELECT key, value FROM jsonb_each(patch) LOOP
    IF jsonb_typeof(v) = 'null' THEN
      out := out - k;
    ELSE
      out := jsonb_set(out, ARRAY[k], crosswalk.json_mergepatch(coalesce(out -> k, '{}'), v));
    END IF;
  END LOOP;
  RETURN out;
END
$$;
