-- hierarchy_ancestor is GetAncestor(n): NULL where the path has no such ancestor.
CREATE OR REPLACE FUNCTION crosswalk.hierarchy_ancestor(path text, n integer) RETURNS text AS $$
BEGIN
  IF n < 0 THEN
    RAISE EXCEPTION 'GetAncestor failed because n was negative.' USING ERRCODE = '22M22';
  ELSIF n > crosswalk.hierarchy_level(path) THEN
    RETURN NULL;
  END IF;
  RETURN regexp_replace(path, '([^/]+/){' || n || '}$', '');
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
