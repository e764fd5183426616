-- datetime_ticks rounds to the next .000, .003 or .007 of a second, which is what a datetime of SQL Server keeps.
CREATE OR REPLACE FUNCTION crosswalk.datetime_ticks(d timestamp) RETURNS timestamp AS $$
  SELECT (date_trunc('second', d) + round((extract(second FROM d) % 1)::numeric * 300)::int * interval '1 second' / 300)::timestamp(3)
$$ LANGUAGE sql IMMUTABLE STRICT;
