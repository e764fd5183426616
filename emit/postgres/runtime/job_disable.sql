-- DBMS_SCHEDULER.DISABLE.
CREATE OR REPLACE FUNCTION crosswalk.job_disable(names text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  name text;
  j crosswalk.jobs;
BEGIN
  FOREACH name IN ARRAY string_to_array(names, ',') LOOP
    UPDATE crosswalk.job_programs AS p SET enabled = false WHERE p.owner = crosswalk.job_owner(name) AND p.program_name = crosswalk.job_key(name);
    CONTINUE WHEN FOUND;
    j := crosswalk.job_find(name);
    UPDATE crosswalk.jobs AS x SET enabled = false, state = CASE WHEN x.state = 'RUNNING' THEN x.state ELSE 'DISABLED' END, next_run_date = NULL
    WHERE x.owner = j.owner AND x.job_name = j.job_name;
  END LOOP;
END
$$;
