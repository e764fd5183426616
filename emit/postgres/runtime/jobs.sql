-- Jobs of DBMS_SCHEDULER and DBMS_JOB. run_jobs() carries out what is due; action_sql and next_sql are what it executes.
CREATE TABLE IF NOT EXISTS crosswalk.jobs (
  owner text NOT NULL DEFAULT upper(current_schema()), job_name text NOT NULL, job bigint UNIQUE,
  job_type text, job_action text, action_sql text, number_of_arguments integer NOT NULL DEFAULT 0, arguments jsonb NOT NULL DEFAULT '{}',
  program_name text, schedule_name text, start_date timestamptz, repeat_interval text, next_sql text, end_date timestamptz,
  job_class text NOT NULL DEFAULT 'DEFAULT_JOB_CLASS', enabled boolean NOT NULL DEFAULT false, auto_drop boolean NOT NULL DEFAULT true, comments text,
  state text NOT NULL DEFAULT 'DISABLED', run_count bigint NOT NULL DEFAULT 0, failure_count bigint NOT NULL DEFAULT 0, failures_in_row integer NOT NULL DEFAULT 0,
  max_runs bigint, max_failures bigint, settings jsonb NOT NULL DEFAULT '{}', next_run_date timestamptz, last_start_date timestamptz, last_run_duration interval,
  run_now boolean NOT NULL DEFAULT false, pid integer, session_start timestamptz, job_creator text NOT NULL DEFAULT upper(session_user),
  search_path text NOT NULL DEFAULT current_setting('search_path'), time_zone text NOT NULL DEFAULT current_setting('TimeZone'),
  PRIMARY KEY (owner, job_name)
);
