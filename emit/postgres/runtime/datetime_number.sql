-- datetime_number gives a datetime as the number that SQL Server converts it to: days since the first of 1900.
CREATE OR REPLACE FUNCTION crosswalk.datetime_number(d timestamp) RETURNS numeric AS $$
  SELECT round(extract(epoch FROM d - timestamp '1900-01-01')::numeric / 86400, 12)
$$ LANGUAGE sql IMMUTABLE STRICT;
