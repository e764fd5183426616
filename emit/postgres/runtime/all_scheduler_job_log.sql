-- ALL_SCHEDULER_JOB_LOG over the log of run_jobs().
CREATE OR REPLACE VIEW crosswalk.all_scheduler_job_log AS
SELECT r.log_id, r.log_date, r.owner, r.job_name, NULL::text AS job_subname, 'DEFAULT_JOB_CLASS' AS job_class, 'RUN' AS operation, r.status, NULL::text AS user_name, r.additional_info
FROM crosswalk.job_runs AS r;
