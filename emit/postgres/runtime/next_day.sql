-- NEXT_DAY: the first of the named weekdays after the date, at the same time of day. English names only.
CREATE OR REPLACE FUNCTION crosswalk.next_day(d timestamp, weekday text) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  wanted int := array_position(ARRAY['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], lower(left(trim(weekday), 3)));
BEGIN
  IF wanted IS NULL THEN
    RAISE invalid_datetime_format USING MESSAGE = format('NEXT_DAY: %L is no day of the week', weekday);
  END IF;
  RETURN d + ((wanted - 1 - extract(dow FROM d)::int + 6) % 7 + 1) * interval '1 day';
END
$$;
