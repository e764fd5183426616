-- hierarchy_min is MIN of hierarchyid, by the order of the tree.
CREATE OR REPLACE FUNCTION crosswalk.hierarchy_min(a text, b text) RETURNS text AS $$
  SELECT CASE WHEN crosswalk.hierarchy_key(a) < crosswalk.hierarchy_key(b) THEN a ELSE b END
$$ LANGUAGE sql IMMUTABLE STRICT;

CREATE OR REPLACE AGGREGATE crosswalk.hierarchy_min(text) (SFUNC = crosswalk.hierarchy_min, STYPE = text);
