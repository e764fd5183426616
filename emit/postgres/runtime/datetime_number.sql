-- datetime_number gives a datetime as the number that SQL Server converts it to: days since the first of 1900. It keeps 300 parts of a second.
CREATE OR REPLACE FUNCTION crosswalk.datetime_number(d timestamp) RETURNS numeric AS $$
  SELECT round(round(extract(epoch FROM d - timestamp '1900-01-01')::numeric * 300) / 25920000, 12)
$$ LANGUAGE sql IMMUTABLE STRICT;
