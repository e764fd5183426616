-- indexproperty is SQL Server's INDEXPROPERTY: NULL where there is no such index.
CREATE OR REPLACE FUNCTION crosswalk.indexproperty(id integer, index_name text, property text) RETURNS integer AS $$
  SELECT CASE lower(property) WHEN 'indexid' THEN i.index_id WHEN 'isunique' THEN i.is_unique::int WHEN 'isclustered' THEN (i.type = 1)::int WHEN 'isdisabled' THEN i.is_disabled::int END
  FROM crosswalk.sys_indexes i
  WHERE i.object_id = id AND lower(i.name) = lower(translate(index_name, '[]"', ''))
$$ LANGUAGE sql STABLE STRICT;
