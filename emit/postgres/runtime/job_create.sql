-- DBMS_SCHEDULER.CREATE_JOB. The program and the schedule are looked up when the job runs.
CREATE OR REPLACE FUNCTION crosswalk.job_create(job_name text, job_type text DEFAULT NULL, job_action text DEFAULT NULL, action_sql text DEFAULT NULL,
  number_of_arguments numeric DEFAULT 0, program_name text DEFAULT NULL, schedule_name text DEFAULT NULL, start_date timestamptz DEFAULT NULL,
  repeat_interval text DEFAULT NULL, next_sql text DEFAULT NULL, end_date timestamptz DEFAULT NULL, job_class text DEFAULT 'DEFAULT_JOB_CLASS',
  enabled boolean DEFAULT false, auto_drop boolean DEFAULT true, comments text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  IF repeat_interval IS NOT NULL AND next_sql IS NULL THEN
    PERFORM crosswalk.calendar_clauses(repeat_interval);
  END IF;
  INSERT INTO crosswalk.jobs (owner, job_name, job_type, job_action, action_sql, number_of_arguments, program_name, schedule_name, start_date, repeat_interval, next_sql, end_date, job_class, auto_drop, comments)
  VALUES (crosswalk.job_owner(job_name), crosswalk.job_key(job_name), upper(job_type), job_action, action_sql, coalesce(number_of_arguments, 0), program_name, schedule_name, start_date, repeat_interval, next_sql,
    end_date, coalesce(job_class, 'DEFAULT_JOB_CLASS'), coalesce(auto_drop, true), comments);
  IF enabled THEN
    PERFORM crosswalk.job_enable(job_name);
  END IF;
EXCEPTION
  WHEN unique_violation THEN
    RAISE EXCEPTION '"%"."%" already exists', crosswalk.job_owner(job_name), crosswalk.job_key(job_name) USING ERRCODE = 'X0L79';
END
$$;
