-- DBMS_JOB.BROKEN.
CREATE OR REPLACE FUNCTION crosswalk.job_broken(n numeric, broken boolean, next_date timestamptz DEFAULT clock_timestamp()) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM crosswalk.job_numbered(n);
  UPDATE crosswalk.jobs AS x
  SET enabled = NOT broken, state = CASE WHEN broken THEN 'BROKEN' ELSE 'SCHEDULED' END, failures_in_row = 0, next_run_date = CASE WHEN broken THEN NULL ELSE next_date END
  WHERE x.job = n;
END
$$;
