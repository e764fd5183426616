-- number_datetime gives the datetime that SQL Server converts a number to: days since the first of 1900, in 300 parts of a second.
CREATE OR REPLACE FUNCTION crosswalk.number_datetime(n numeric) RETURNS timestamp AS $$
  SELECT (timestamp '1900-01-01' + round(n * 25920000)::bigint * interval '1 second' / 300)::timestamp(3)
$$ LANGUAGE sql IMMUTABLE STRICT;
