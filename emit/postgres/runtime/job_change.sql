-- DBMS_JOB.CHANGE, WHAT, NEXT_DATE and INTERVAL: what is NULL stays.
CREATE OR REPLACE FUNCTION crosswalk.job_change(n numeric, what text DEFAULT NULL, action_sql text DEFAULT NULL, next_date timestamptz DEFAULT NULL, repeat text DEFAULT NULL, next_sql text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM crosswalk.job_numbered(n);
  UPDATE crosswalk.jobs AS x
  SET job_action = coalesce(what, x.job_action), action_sql = coalesce(job_change.action_sql, x.action_sql), next_run_date = coalesce(next_date, x.next_run_date),
    repeat_interval = coalesce(repeat, x.repeat_interval), next_sql = coalesce(job_change.next_sql, x.next_sql)
  WHERE x.job = n;
END
$$;
