-- USER_SCHEDULER_JOB_RUN_DETAILS: what the current schema has of ALL_SCHEDULER_JOB_RUN_DETAILS.
CREATE OR REPLACE VIEW crosswalk.user_scheduler_job_run_details AS
SELECT * FROM crosswalk.all_scheduler_job_run_details WHERE owner = upper(current_schema());
