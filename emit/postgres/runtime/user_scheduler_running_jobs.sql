-- USER_SCHEDULER_RUNNING_JOBS: what the current schema has of ALL_SCHEDULER_RUNNING_JOBS.
CREATE OR REPLACE VIEW crosswalk.user_scheduler_running_jobs AS
SELECT * FROM crosswalk.all_scheduler_running_jobs WHERE owner = upper(current_schema());
