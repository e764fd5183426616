-- DBMS_SCHEDULER.DROP_JOB. One that is running is stopped where that is asked for, and ORA-27478 else.
CREATE OR REPLACE FUNCTION crosswalk.job_drop(names text, force boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  name text;
  j crosswalk.jobs;
BEGIN
  FOREACH name IN ARRAY string_to_array(names, ',') LOOP
    j := crosswalk.job_find(name);
    IF j.state = 'RUNNING' AND j.pid <> pg_backend_pid() THEN
      IF NOT coalesce(force, false) THEN
        RAISE EXCEPTION 'job "%"."%" is running', j.owner, j.job_name USING ERRCODE = 'X0L7A';
      END IF;
      PERFORM crosswalk.job_stop(name);
    END IF;
    DELETE FROM crosswalk.jobs AS x WHERE x.owner = j.owner AND x.job_name = j.job_name;
  END LOOP;
END
$$;
