-- ALL_JOBS: the jobs of DBMS_JOB.
CREATE OR REPLACE VIEW crosswalk.all_jobs AS
SELECT j.job, j.job_creator AS log_user, j.owner AS priv_user, j.owner AS schema_user, j.last_start_date::timestamp(0) AS last_date, to_char(j.last_start_date, 'HH24:MI:SS') AS last_sec,
  CASE WHEN j.state = 'RUNNING' THEN j.last_start_date::timestamp(0) END AS this_date, CASE WHEN j.state = 'RUNNING' THEN to_char(j.last_start_date, 'HH24:MI:SS') END AS this_sec,
  coalesce(j.next_run_date, timestamp '4000-01-01')::timestamp(0) AS next_date, to_char(coalesce(j.next_run_date, timestamp '4000-01-01'), 'HH24:MI:SS') AS next_sec,
  extract(epoch FROM j.last_run_duration) AS total_time, CASE WHEN j.state = 'BROKEN' THEN 'Y' ELSE 'N' END AS broken, coalesce(j.repeat_interval, 'null') AS "interval", j.failures_in_row AS failures, j.job_action AS what, 0 AS instance
FROM crosswalk.jobs AS j
WHERE j.job IS NOT NULL;
