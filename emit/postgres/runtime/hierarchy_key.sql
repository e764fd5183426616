-- hierarchy_key is what a path of a hierarchyid is ordered by, depth first: a number for each step, then 1 for the end of a level or 2 for a
-- point, behind which /1.1/ stands: later than all below /1/, and before /2/.
CREATE OR REPLACE FUNCTION crosswalk.hierarchy_key(path text) RETURNS bigint[] AS $$
  SELECT string_to_array(replace(replace(btrim(path, '/'), '.', ',2,'), '/', ',1,') || CASE WHEN path = '/' THEN '' ELSE ',1' END, ',')::bigint[]
$$ LANGUAGE sql IMMUTABLE STRICT;
