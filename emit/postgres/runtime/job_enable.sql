-- DBMS_SCHEDULER.ENABLE of jobs or programs, their names separated by commas.
CREATE OR REPLACE FUNCTION crosswalk.job_enable(names text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  name text;
  j crosswalk.jobs;
BEGIN
  FOREACH name IN ARRAY string_to_array(names, ',') LOOP
    UPDATE crosswalk.job_programs AS p SET enabled = true WHERE p.owner = crosswalk.job_owner(name) AND p.program_name = crosswalk.job_key(name);
    CONTINUE WHEN FOUND;
    j := crosswalk.job_find(name);
    CONTINUE WHEN j.enabled;
    IF (crosswalk.job_timing(j)).start_date IS NULL AND (crosswalk.job_timing(j)).repeat_interval IS NOT NULL THEN
      j.start_date := now();
    END IF;
    UPDATE crosswalk.jobs AS x
    SET enabled = true, state = 'SCHEDULED', start_date = j.start_date, next_run_date = coalesce(crosswalk.job_next(j, true), 'infinity'), failures_in_row = 0
    WHERE x.owner = j.owner AND x.job_name = j.job_name;
  END LOOP;
END
$$;
