-- USER_JOBS: what the current schema has of ALL_JOBS.
CREATE OR REPLACE VIEW crosswalk.user_jobs AS
SELECT * FROM crosswalk.all_jobs WHERE schema_user = upper(current_schema());
