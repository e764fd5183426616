-- Marks a job as running, and says when it runs next. One whose next time cannot be told is broken: false.
CREATE OR REPLACE FUNCTION crosswalk.job_begin(j crosswalk.jobs) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
  next timestamptz := j.next_run_date;
BEGIN
  IF next <= clock_timestamp() THEN
    next := crosswalk.job_next(j, false);
  END IF;
  UPDATE crosswalk.jobs AS x
  SET state = 'RUNNING', run_now = false, pid = pg_backend_pid(), last_start_date = clock_timestamp(), run_count = x.run_count + 1, next_run_date = next,
    session_start = (SELECT a.backend_start FROM pg_stat_activity AS a WHERE a.pid = pg_backend_pid())
  WHERE x.owner = j.owner AND x.job_name = j.job_name;
  RETURN true;
EXCEPTION
  WHEN OTHERS THEN
    UPDATE crosswalk.jobs AS x SET state = 'BROKEN', enabled = false, run_now = false, next_run_date = NULL WHERE x.owner = j.owner AND x.job_name = j.job_name;
    INSERT INTO crosswalk.job_runs (owner, job_name, status, additional_info) VALUES (j.owner, j.job_name, 'BROKEN', SQLERRM);
    RETURN false;
END
$$;
