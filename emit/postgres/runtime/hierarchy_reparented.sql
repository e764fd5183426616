-- hierarchy_reparented is GetReparentedValue(old, new): the path with new in place of old, which must be an ancestor.
CREATE OR REPLACE FUNCTION crosswalk.hierarchy_reparented(path text, old text, new text) RETURNS text AS $$
BEGIN
  IF NOT starts_with(path, old) THEN
    RAISE EXCEPTION 'GetReparentedValue failed because % is no ancestor of %.', old, path USING ERRCODE = '22M22';
  END IF;
  RETURN new || substr(path, length(old) + 1);
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
