-- DBMS_SCHEDULER.STOP_JOB: ends the session that runs the job.
CREATE OR REPLACE FUNCTION crosswalk.job_stop(names text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  name text;
  j crosswalk.jobs;
BEGIN
  FOREACH name IN ARRAY string_to_array(names, ',') LOOP
    j := crosswalk.job_find(name);
    IF j.state <> 'RUNNING' THEN
      RAISE EXCEPTION 'cannot stop job "%"."%" because it is not running', j.owner, j.job_name USING ERRCODE = 'X0L6P';
    END IF;
    PERFORM pg_terminate_backend(j.pid);
  END LOOP;
END
$$;
