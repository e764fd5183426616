-- col_length is SQL Server's COL_LENGTH: the length of a column, NULL where there is no such column.
CREATE OR REPLACE FUNCTION crosswalk.col_length(tbl text, col text) RETURNS integer AS $$
  SELECT CASE WHEN a.atttypmod > 4 AND a.attlen = -1 THEN a.atttypmod - 4 WHEN a.attlen > 0 THEN a.attlen ELSE -1 END
  FROM pg_attribute a
  WHERE a.attrelid = coalesce(to_regclass(lower(translate(tbl, '[]', ''))), to_regclass('dbo.' || lower(translate(tbl, '[]', '')))) AND a.attname = lower(col) AND a.attnum > 0 AND NOT a.attisdropped
$$ LANGUAGE sql STABLE STRICT;
