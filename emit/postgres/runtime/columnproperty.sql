-- columnproperty is SQL Server's COLUMNPROPERTY: NULL where there is no such column.
CREATE OR REPLACE FUNCTION crosswalk.columnproperty(id integer, col text, property text) RETURNS integer AS $$
  SELECT CASE lower(property)
    WHEN 'isidentity' THEN c.is_identity::int WHEN 'allowsnull' THEN c.is_nullable::int WHEN 'columnid' THEN c.column_id WHEN 'ordinal' THEN c.column_id
    WHEN 'precision' THEN CASE WHEN c.precision = 0 THEN c.max_length ELSE c.precision END WHEN 'scale' THEN c.scale WHEN 'iscomputed' THEN c.is_computed::int
    WHEN 'charmaxlen' THEN c.max_length WHEN 'isrowguidcol' THEN 0 WHEN 'ishidden' THEN 0
  END
  FROM crosswalk.sys_columns c
  WHERE c.object_id = id AND lower(c.name) = lower(translate(col, '[]"', ''))
  UNION ALL
  SELECT CASE lower(property) WHEN 'isoutparam' THEN p.is_output::int END
  FROM crosswalk.sys_parameters p
  WHERE p.object_id = id AND lower(p.name) = lower(col)
$$ LANGUAGE sql STABLE STRICT;
