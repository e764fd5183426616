-- hierarchy_parse reads a path as hierarchyid::Parse() does: numbers without leading zeros, points between them, a slash behind each level.
CREATE OR REPLACE FUNCTION crosswalk.hierarchy_parse(path text) RETURNS text AS $$
BEGIN
  IF path !~ '^/((0|-?[1-9][0-9]*)([.](0|-?[1-9][0-9]*))*/)*$' THEN
    RAISE EXCEPTION 'The text ''%'' is no valid hierarchyid.', path USING ERRCODE = '22M22';
  END IF;
  RETURN path;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
