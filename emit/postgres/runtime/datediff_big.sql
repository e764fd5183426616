-- datediff_big is SQL Server's DATEDIFF_BIG: how many boundaries of a part of the date lie between.
CREATE OR REPLACE FUNCTION crosswalk.datediff_big(part text, a timestamp, b timestamp) RETURNS bigint AS $$
  SELECT CASE part
    WHEN 'year' THEN extract(year FROM b)::bigint - extract(year FROM a)::bigint
    WHEN 'quarter' THEN (extract(year FROM b) * 4 + extract(quarter FROM b))::bigint - (extract(year FROM a) * 4 + extract(quarter FROM a))::bigint
    WHEN 'month' THEN (extract(year FROM b) * 12 + extract(month FROM b))::bigint - (extract(year FROM a) * 12 + extract(month FROM a))::bigint
    WHEN 'week' THEN ((b::date - extract(dow FROM b)::int) - (a::date - extract(dow FROM a)::int))::bigint / 7
    WHEN 'iso_week' THEN ((b::date - extract(dow FROM b)::int) - (a::date - extract(dow FROM a)::int))::bigint / 7
    WHEN 'day' THEN (b::date - a::date)::bigint
    WHEN 'hour' THEN (extract(epoch FROM date_trunc('hour', b) - date_trunc('hour', a)) / 3600)::bigint
    WHEN 'minute' THEN (extract(epoch FROM date_trunc('minute', b) - date_trunc('minute', a)) / 60)::bigint
    WHEN 'second' THEN extract(epoch FROM date_trunc('second', b) - date_trunc('second', a))::bigint
    WHEN 'millisecond' THEN (extract(epoch FROM date_trunc('milliseconds', b) - date_trunc('milliseconds', a)) * 1000)::bigint
    WHEN 'microsecond' THEN (extract(epoch FROM b - a) * 1000000)::bigint
    WHEN 'nanosecond' THEN (extract(epoch FROM b - a) * 1000000000)::bigint
  END
$$ LANGUAGE sql IMMUTABLE STRICT;
