-- Schedules of DBMS_SCHEDULER.
CREATE TABLE IF NOT EXISTS crosswalk.job_schedules (
  owner text NOT NULL DEFAULT upper(current_schema()), schedule_name text NOT NULL, start_date timestamptz, repeat_interval text, next_sql text, end_date timestamptz, comments text,
  PRIMARY KEY (owner, schedule_name)
);
