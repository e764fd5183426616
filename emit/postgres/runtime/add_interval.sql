-- A date and an interval of years and months: Oracle keeps the day and raises ORA-01839 where the month has none such, unlike
-- ADD_MONTHS.
CREATE OR REPLACE FUNCTION crosswalk.add_interval(d timestamp, i interval) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  IF extract(day FROM d + i) <> extract(day FROM d) THEN
    RAISE datetime_field_overflow USING MESSAGE = format('day %s is not valid for the month', extract(day FROM d));
  END IF;
  RETURN d + i;
END
$$;
CREATE OR REPLACE FUNCTION crosswalk.add_interval(d timestamptz, i interval) RETURNS timestamptz
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  IF extract(day FROM d + i) <> extract(day FROM d) THEN
    RAISE datetime_field_overflow USING MESSAGE = format('day %s is not valid for the month', extract(day FROM d));
  END IF;
  RETURN d + i;
END
$$;
