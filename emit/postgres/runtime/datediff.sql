-- datediff is SQL Server's DATEDIFF: how many boundaries of a part of the date lie between.
CREATE OR REPLACE FUNCTION crosswalk.datediff(part text, a timestamp, b timestamp) RETURNS integer AS $$
  SELECT crosswalk.datediff_big(part, a, b)::integer
$$ LANGUAGE sql IMMUTABLE STRICT;
