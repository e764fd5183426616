-- json_modify is SQL Server's JSON_MODIFY: sets, adds or (for NULL) takes away a property; "append $.a" adds to an array, and makes one where
-- there is nothing. A path that is strict must lead somewhere.
CREATE OR REPLACE FUNCTION crosswalk.json_modify(doc text, path text, val jsonb) RETURNS text AS $$
DECLARE
  append boolean := path ~ '^\s*append\s';
  demands boolean := path ~ '^\s*(append\s+)?strict\s';
  p text := regexp_replace(path, '^\s*(append\s+|lax\s+|strict\s+)*\$\.?', '');
  keys text[] := '{}';
  m text[];
  old jsonb;
BEGIN
  FOR m IN SELECT regexp_matches(p, '"([^"]*)"|\[(\d+)\]|([^.\[\]]+)', 'g') LOOP
    keys := keys || coalesce(m[1], m[2], btrim(m[3]));
  END LOOP;
  old := doc::jsonb #> keys;
  IF demands AND old IS NULL THEN
    RAISE EXCEPTION 'Property cannot be found on the specified JSON path.' USING ERRCODE = '22000';
  END IF;
  IF append THEN
    IF jsonb_typeof(old) <> 'array' THEN
      IF demands THEN
        RAISE EXCEPTION 'Array cannot be found in the specified JSON path.' USING ERRCODE = '22000';
      END IF;
      RETURN doc;
    END IF;
    RETURN jsonb_set(doc::jsonb, keys, coalesce(old, '[]') || jsonb_build_array(val))::text;
  END IF;
  IF val IS NULL AND NOT demands THEN
    RETURN (doc::jsonb #- keys)::text;
  END IF;
  RETURN jsonb_set(doc::jsonb, keys, coalesce(val, 'null'))::text;
END;
$$ LANGUAGE plpgsql IMMUTABLE;
