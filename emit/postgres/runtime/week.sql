-- week is DATEPART(week): the first week begins on the first of January, the others on Sundays.
CREATE OR REPLACE FUNCTION crosswalk.week(d timestamp) RETURNS integer AS $$
  SELECT ((extract(doy FROM d)::int - 1 + extract(dow FROM date_trunc('year', d))::int) / 7) + 1
$$ LANGUAGE sql IMMUTABLE STRICT;
