-- replicate is SQL Server's REPLICATE: NULL for a negative number.
CREATE OR REPLACE FUNCTION crosswalk.replicate(s text, n integer) RETURNS text AS $$
  SELECT CASE WHEN n >= 0 THEN repeat(s, n) END
$$ LANGUAGE sql IMMUTABLE STRICT;
