-- DBMS_SCHEDULER.RUN_JOB and DBMS_JOB.RUN in the session of the caller; in another one run_jobs() does it when it is called next.
CREATE OR REPLACE PROCEDURE crosswalk.job_run(name text, here boolean DEFAULT true)
LANGUAGE plpgsql
AS $$
DECLARE
  j crosswalk.jobs := crosswalk.job_find(name);
  path text := current_setting('search_path');
BEGIN
  IF NOT coalesce(here, true) THEN
    UPDATE crosswalk.jobs AS x SET run_now = true WHERE x.owner = j.owner AND x.job_name = j.job_name;
    RETURN;
  END IF;
  UPDATE crosswalk.jobs AS x SET last_start_date = clock_timestamp(), run_count = x.run_count + 1 WHERE x.owner = j.owner AND x.job_name = j.job_name;
  PERFORM crosswalk.job_prepare(j);
  CALL pg_temp.crosswalk_job();
  PERFORM set_config('search_path', path, false);
  UPDATE crosswalk.jobs AS x SET last_run_duration = clock_timestamp() - x.last_start_date WHERE x.owner = j.owner AND x.job_name = j.job_name;
  INSERT INTO crosswalk.job_runs (owner, job_name, status) VALUES (j.owner, j.job_name, 'SUCCEEDED');
  IF j.job IS NOT NULL THEN
    UPDATE crosswalk.jobs AS x SET next_run_date = crosswalk.job_next(j, false), state = 'SCHEDULED', enabled = true, failures_in_row = 0 WHERE x.job = j.job;
    DELETE FROM crosswalk.jobs AS x WHERE x.job = j.job AND x.next_run_date IS NULL;
  END IF;
END
$$;
