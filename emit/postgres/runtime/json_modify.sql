-- json_modify is SQL Server's JSON_MODIFY: sets, adds or (for NULL) takes away a property; "append $.a" adds to an array.
CREATE OR REPLACE FUNCTION crosswalk.json_modify(doc text, path text, val jsonb) RETURNS text AS $$
DECLARE
  append boolean := path LIKE 'append %';
  p text := regexp_replace(path, '^(append |lax |strict )*\$\.?', '');
  keys text[] := '{}';
  m text[];
BEGIN
  FOR m IN SELECT regexp_matches(p, '"([^"]*)"|\[(\d+)\]|([^.\[\]]+)', 'g') LOOP
    keys := keys || coalesce(m[1], m[2], m[3]);
  END LOOP;
  IF append THEN
    RETURN jsonb_set(doc::jsonb, keys, coalesce(doc::jsonb #> keys, '[]') || jsonb_build_array(val))::text;
  END IF;
  IF val IS NULL AND path NOT LIKE 'strict %' THEN
    RETURN (doc::jsonb #- keys)::text;
  END IF;
  RETURN jsonb_set(doc::jsonb, keys, coalesce(val, 'null'))::text;
END;
$$ LANGUAGE plpgsql IMMUTABLE;
