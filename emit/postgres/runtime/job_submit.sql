-- DBMS_JOB.SUBMIT and ISUBMIT.
CREATE OR REPLACE FUNCTION crosswalk.job_submit(what text, action_sql text, next_date timestamptz DEFAULT clock_timestamp(), repeat text DEFAULT NULL, next_sql text DEFAULT NULL, n numeric DEFAULT nextval('crosswalk.job_numbers'))
RETURNS bigint
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO crosswalk.jobs (job_name, job, job_type, job_action, action_sql, repeat_interval, next_sql, start_date, next_run_date, enabled, state)
  VALUES ('DBMS_JOB$_' || n, n, 'PLSQL_BLOCK', what, action_sql, CASE WHEN next_sql IS NOT NULL THEN repeat END, next_sql, next_date, coalesce(next_date, clock_timestamp()), true, 'SCHEDULED');
  RETURN n;
EXCEPTION
  WHEN unique_violation THEN
    RAISE EXCEPTION 'a job with the number % is there already', n USING ERRCODE = 'unique_violation';
END
$$;
