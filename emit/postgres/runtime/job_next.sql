-- When a job runs next: for the first time when it is enabled, then behind a run. NULL for never.
CREATE OR REPLACE FUNCTION crosswalk.job_next(j crosswalk.jobs, first boolean) RETURNS timestamptz
LANGUAGE plpgsql
AS $$
DECLARE
  s constant crosswalk.job_schedules := crosswalk.job_timing(j);
  reference constant timestamptz := coalesce(s.start_date, j.start_date, now());
  result timestamptz;
BEGIN
  IF s.repeat_interval IS NULL THEN
    result := CASE WHEN first THEN reference END;
  ELSIF s.next_sql IS NULL THEN
    result := crosswalk.calendar_next(s.repeat_interval, reference,
      CASE WHEN first THEN greatest(date_trunc('second', now()), date_trunc('second', reference)) - interval '1 microsecond' ELSE clock_timestamp() END, j.time_zone);
  ELSIF first THEN
    result := reference;
  ELSE
    EXECUTE s.next_sql INTO result;
  END IF;
  RETURN CASE WHEN s.end_date IS NULL OR result <= s.end_date THEN result END;
END
$$;
