-- hierarchy_level is GetLevel(): 0 for the root.
CREATE OR REPLACE FUNCTION crosswalk.hierarchy_level(path text) RETURNS integer AS $$
  SELECT length(path) - length(replace(path, '/', '')) - 1
$$ LANGUAGE sql IMMUTABLE STRICT;
