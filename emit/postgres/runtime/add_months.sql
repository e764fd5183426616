-- ADD_MONTHS: the last day of a month goes to the last day of the other month.
CREATE OR REPLACE FUNCTION crosswalk.add_months(d timestamp, n int) RETURNS timestamp
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN extract(day FROM d + interval '1 day') = 1 THEN d + interval '1 day' + n * interval '1 month' - interval '1 day'
    ELSE d + n * interval '1 month'
  END
$$;
