-- ALL_SCHEDULER_JOBS over the table of jobs.
CREATE OR REPLACE VIEW crosswalk.all_scheduler_jobs AS
SELECT j.owner, j.job_name, NULL::text AS job_subname, 'REGULAR' AS job_style, j.job_creator, CASE WHEN j.program_name LIKE '%.%' THEN crosswalk.job_owner(j.program_name) WHEN j.program_name IS NOT NULL THEN j.owner END AS program_owner,
  crosswalk.job_key(j.program_name) AS program_name, j.job_type, j.job_action, j.number_of_arguments, crosswalk.job_key(j.schedule_name) AS schedule_name,
  CASE WHEN j.schedule_name IS NOT NULL THEN 'NAMED' WHEN j.next_sql IS NOT NULL THEN 'PLSQL' WHEN j.repeat_interval IS NOT NULL THEN 'CALENDAR' WHEN j.start_date IS NULL THEN 'IMMEDIATE' ELSE 'ONCE' END AS schedule_type,
  j.start_date, j.repeat_interval, j.end_date, j.job_class, CASE WHEN j.enabled THEN 'TRUE' ELSE 'FALSE' END AS enabled, CASE WHEN j.auto_drop THEN 'TRUE' ELSE 'FALSE' END AS auto_drop,
  j.settings ->> 'restartable' AS restartable, j.state, coalesce((j.settings ->> 'job_priority')::integer, 3) AS job_priority, j.run_count, j.max_runs, j.failure_count, j.max_failures, 0 AS retry_count,
  j.last_start_date, j.last_run_duration, nullif(j.next_run_date, 'infinity') AS next_run_date, j.settings ->> 'max_run_duration' AS max_run_duration, j.settings ->> 'logging_level' AS logging_level,
  'FALSE' AS "system", NULL::text AS credential_name, j.comments
FROM crosswalk.jobs AS j;
