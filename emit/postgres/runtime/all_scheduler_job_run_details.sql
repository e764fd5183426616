-- ALL_SCHEDULER_JOB_RUN_DETAILS over the log of run_jobs().
CREATE OR REPLACE VIEW crosswalk.all_scheduler_job_run_details AS
SELECT r.log_id, r.log_date, r.owner, r.job_name, NULL::text AS job_subname, r.status, CASE WHEN r.status = 'SUCCEEDED' THEN 0 ELSE 1 END AS "error#", r.req_start_date, r.actual_start_date, r.run_duration, r.additional_info
FROM crosswalk.job_runs AS r;
