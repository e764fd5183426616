-- index_col is SQL Server's INDEX_COL: the name of a column of an index.
CREATE OR REPLACE FUNCTION crosswalk.index_col(tbl text, index_no integer, key_no integer) RETURNS varchar AS $$
  SELECT c.name
  FROM crosswalk.sys_index_columns x
    JOIN crosswalk.sys_columns c ON c.object_id = x.object_id AND c.column_id = x.column_id
  WHERE x.object_id = crosswalk.object_id(tbl) AND x.index_id = index_no AND x.key_ordinal = key_no
$$ LANGUAGE sql STABLE STRICT;
