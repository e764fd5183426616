-- The times of one day that fit a calendaring expression.
CREATE OR REPLACE FUNCTION crosswalk.calendar_times(c jsonb, start timestamp, d date) RETURNS SETOF timestamp
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  freq constant text := c #>> '{FREQ,0}';
  step constant integer := coalesce((c #>> '{INTERVAL,0}')::integer, 1);
  unit constant text := CASE freq WHEN 'HOURLY' THEN 'hour' WHEN 'MINUTELY' THEN 'minute' WHEN 'SECONDLY' THEN 'second' END;
  seconds constant integer := CASE freq WHEN 'HOURLY' THEN 3600 WHEN 'MINUTELY' THEN 60 ELSE 1 END;
  hours integer[];
  minutes integer[];
  secs integer[];
BEGIN
  IF NOT crosswalk.calendar_day(c, start, d) THEN
    RETURN;
  ELSIF c ? 'BYTIME' THEN
    RETURN QUERY SELECT d + to_timestamp(x, 'HH24MISS')::time FROM jsonb_array_elements_text(c -> 'BYTIME') AS x;
    RETURN;
  END IF;
  hours := CASE
    WHEN c ? 'BYHOUR' THEN ARRAY(SELECT x::integer FROM jsonb_array_elements_text(c -> 'BYHOUR') AS x)
    WHEN unit IS NULL THEN ARRAY[extract(hour FROM start)::integer]
    ELSE ARRAY(SELECT generate_series(0, 23))
  END;
  minutes := CASE
    WHEN c ? 'BYMINUTE' THEN ARRAY(SELECT x::integer FROM jsonb_array_elements_text(c -> 'BYMINUTE') AS x)
    WHEN unit IS NULL OR unit = 'hour' THEN ARRAY[extract(minute FROM start)::integer]
    ELSE ARRAY(SELECT generate_series(0, 59))
  END;
  secs := CASE
    WHEN c ? 'BYSECOND' THEN ARRAY(SELECT x::integer FROM jsonb_array_elements_text(c -> 'BYSECOND') AS x)
    WHEN unit IS NULL OR unit <> 'second' THEN ARRAY[floor(extract(second FROM start))::integer]
    ELSE ARRAY(SELECT generate_series(0, 59))
  END;
  RETURN QUERY
  SELECT t
  FROM unnest(hours) AS h, unnest(minutes) AS m, unnest(secs) AS s, LATERAL (SELECT d + make_time(h, m, s)) AS x (t)
  WHERE unit IS NULL OR step = 1 OR round(extract(epoch FROM date_trunc(unit, t) - date_trunc(unit, start)) / seconds)::bigint % step = 0;
END
$$;
