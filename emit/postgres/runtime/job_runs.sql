-- What run_jobs() has run.
CREATE TABLE IF NOT EXISTS crosswalk.job_runs (
  log_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, log_date timestamptz NOT NULL DEFAULT clock_timestamp(), owner text NOT NULL, job_name text NOT NULL,
  status text NOT NULL, req_start_date timestamptz, actual_start_date timestamptz, run_duration interval, additional_info text
);
