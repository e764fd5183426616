-- ALL_SCHEDULER_RUNNING_JOBS: the jobs whose session is there.
CREATE OR REPLACE VIEW crosswalk.all_scheduler_running_jobs AS
SELECT j.owner, j.job_name, NULL::text AS job_subname, j.pid AS session_id, j.pid AS slave_process_id, 1 AS running_instance, clock_timestamp() - j.last_start_date AS elapsed_time
FROM crosswalk.jobs AS j
WHERE j.state = 'RUNNING';
