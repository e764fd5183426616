-- The first time behind another one that a calendaring expression gives, which starts at a time (PL/SQL Packages and Types Reference,
-- DBMS_SCHEDULER, Calendaring Syntax). NULL where there is none in a hundred years.
CREATE OR REPLACE FUNCTION crosswalk.calendar_next(calendar text, start timestamptz, after timestamptz, zone text DEFAULT current_setting('TimeZone')) RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  c constant jsonb := crosswalk.calendar_clauses(calendar);
  s constant timestamp := date_trunc('second', coalesce(start, after) AT TIME ZONE zone);
  a constant timestamp := greatest(after AT TIME ZONE zone, s - interval '1 microsecond');
  unit constant text := CASE c #>> '{FREQ,0}' WHEN 'YEARLY' THEN 'year' WHEN 'MONTHLY' THEN 'month' END;
  d date := a::date;
  period timestamp;
  found_at timestamp;
BEGIN
  IF NOT c ? 'BYSETPOS' THEN
    WHILE d < a::date + 36600 LOOP
      found_at := (SELECT min(t) FROM crosswalk.calendar_times(c, s, d) AS t WHERE t > a);
      IF found_at IS NOT NULL THEN
        RETURN found_at AT TIME ZONE zone;
      END IF;
      d := d + 1;
    END LOOP;
    RETURN NULL;
  ELSIF unit IS NULL THEN
    RAISE EXCEPTION 'BYSETPOS is for FREQ=MONTHLY and FREQ=YEARLY' USING ERRCODE = 'X0L5G';
  END IF;
  period := date_trunc(unit, a);
  WHILE period < a + interval '100 years' LOOP
    found_at := (
      SELECT min(t)
      FROM (
        SELECT t, row_number() OVER (ORDER BY t) AS n, count(*) OVER () AS total
        FROM generate_series(period, period + ('1 ' || unit)::interval - interval '1 day', interval '1 day') AS day, crosswalk.calendar_times(c, s, day::date) AS t
      ) AS x
      WHERE t > a AND c -> 'BYSETPOS' ?| ARRAY[n::text, '+' || n, (n - total - 1)::text]);
    IF found_at IS NOT NULL THEN
      RETURN found_at AT TIME ZONE zone;
    END IF;
    period := period + ('1 ' || unit)::interval;
  END LOOP;
  RETURN NULL;
END
$$;
