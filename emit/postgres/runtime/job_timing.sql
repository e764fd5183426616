-- When a job runs: its own times, or those of its schedule.
CREATE OR REPLACE FUNCTION crosswalk.job_timing(j crosswalk.jobs) RETURNS crosswalk.job_schedules
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  s crosswalk.job_schedules;
BEGIN
  IF j.schedule_name IS NULL THEN
    s.start_date := j.start_date;
    s.repeat_interval := j.repeat_interval;
    s.next_sql := j.next_sql;
    s.end_date := j.end_date;
    RETURN s;
  END IF;
  SELECT * INTO s FROM crosswalk.job_schedules AS x
  WHERE x.schedule_name = crosswalk.job_key(j.schedule_name) AND x.owner = CASE WHEN j.schedule_name LIKE '%.%' THEN crosswalk.job_owner(j.schedule_name) ELSE j.owner END;
  IF NOT FOUND THEN
    PERFORM crosswalk.job_unknown(j.schedule_name);
  END IF;
  RETURN s;
END
$$;
