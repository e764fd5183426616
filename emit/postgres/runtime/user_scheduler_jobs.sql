-- USER_SCHEDULER_JOBS: what the current schema has of ALL_SCHEDULER_JOBS.
CREATE OR REPLACE VIEW crosswalk.user_scheduler_jobs AS
SELECT * FROM crosswalk.all_scheduler_jobs WHERE owner = upper(current_schema());
