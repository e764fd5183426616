-- What becomes of a job behind a run. A job of DBMS_JOB that fails is tried again in one minute, two, four …, sixteen times.
CREATE OR REPLACE FUNCTION crosswalk.job_end(who text, key text, ok boolean, info text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  j crosswalk.jobs;
  over boolean;
BEGIN
  SELECT * INTO j FROM crosswalk.jobs AS x WHERE x.owner = who AND x.job_name = key FOR UPDATE;
  IF NOT FOUND THEN
    RETURN; -- it has dropped itself
  END IF;
  INSERT INTO crosswalk.job_runs (owner, job_name, status, req_start_date, actual_start_date, run_duration, additional_info)
  VALUES (who, key, CASE WHEN ok THEN 'SUCCEEDED' ELSE 'FAILED' END, j.last_start_date, j.last_start_date, clock_timestamp() - j.last_start_date, info);
  j.failures_in_row := CASE WHEN ok THEN 0 ELSE j.failures_in_row + 1 END;
  j.failure_count := j.failure_count + (NOT ok)::integer;
  IF j.job IS NOT NULL AND NOT ok THEN
    j.next_run_date := clock_timestamp() + least(2 ^ (j.failures_in_row - 1), 1440) * interval '1 minute';
  END IF;
  over := j.enabled AND (j.next_run_date IS NULL OR coalesce(j.run_count >= j.max_runs, false));
  IF over AND j.auto_drop THEN
    DELETE FROM crosswalk.jobs AS x WHERE x.owner = who AND x.job_name = key;
    RETURN;
  END IF;
  UPDATE crosswalk.jobs AS x
  SET last_run_duration = clock_timestamp() - j.last_start_date, pid = NULL, session_start = NULL, failure_count = j.failure_count, failures_in_row = j.failures_in_row,
    next_run_date = CASE WHEN over THEN NULL ELSE j.next_run_date END,
    enabled = j.enabled AND NOT over AND NOT coalesce(j.failure_count >= j.max_failures, false) AND NOT (j.job IS NOT NULL AND j.failures_in_row >= 16),
    state = CASE WHEN j.failure_count >= j.max_failures OR j.job IS NOT NULL AND j.failures_in_row >= 16 THEN 'BROKEN'
      WHEN over THEN CASE WHEN NOT ok THEN 'FAILED' WHEN j.repeat_interval IS NULL AND j.schedule_name IS NULL THEN 'SUCCEEDED' ELSE 'COMPLETED' END
      WHEN j.enabled THEN 'SCHEDULED' ELSE 'DISABLED' END
  WHERE x.owner = who AND x.job_name = key;
END
$$;
