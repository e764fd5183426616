-- The job of a name; ORA-27475 where there is none.
CREATE OR REPLACE FUNCTION crosswalk.job_find(name text) RETURNS crosswalk.jobs
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  j crosswalk.jobs;
BEGIN
  SELECT * INTO j FROM crosswalk.jobs AS x WHERE x.owner = crosswalk.job_owner(name) AND x.job_name = crosswalk.job_key(name);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'unknown job "%"."%"', crosswalk.job_owner(name), crosswalk.job_key(name) USING ERRCODE = 'X0L77';
  END IF;
  RETURN j;
END
$$;
