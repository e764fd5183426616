-- USER_SCHEDULER_JOB_LOG: what the current schema has of ALL_SCHEDULER_JOB_LOG.
CREATE OR REPLACE VIEW crosswalk.user_scheduler_job_log AS
SELECT * FROM crosswalk.all_scheduler_job_log WHERE owner = upper(current_schema());
