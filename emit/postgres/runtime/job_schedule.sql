-- DBMS_SCHEDULER.CREATE_SCHEDULE.
CREATE OR REPLACE FUNCTION crosswalk.job_schedule(schedule_name text, start_date timestamptz DEFAULT NULL, repeat_interval text DEFAULT NULL, next_sql text DEFAULT NULL,
  end_date timestamptz DEFAULT NULL, comments text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  IF repeat_interval IS NOT NULL AND next_sql IS NULL THEN
    PERFORM crosswalk.calendar_clauses(repeat_interval);
  END IF;
  INSERT INTO crosswalk.job_schedules (owner, schedule_name, start_date, repeat_interval, next_sql, end_date, comments)
  VALUES (crosswalk.job_owner(schedule_name), crosswalk.job_key(schedule_name), start_date, repeat_interval, next_sql, end_date, comments);
EXCEPTION
  WHEN unique_violation THEN
    RAISE EXCEPTION '"%"."%" already exists', crosswalk.job_owner(schedule_name), crosswalk.job_key(schedule_name) USING ERRCODE = 'X0L79';
END
$$;
