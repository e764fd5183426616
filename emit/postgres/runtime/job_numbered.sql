-- The name of a job of DBMS_JOB; ORA-23421 where there is none of the number.
CREATE OR REPLACE FUNCTION crosswalk.job_numbered(n numeric) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  name text := (SELECT format('"%s"."%s"', x.owner, x.job_name) FROM crosswalk.jobs AS x WHERE x.job = n);
BEGIN
  IF name IS NULL THEN
    RAISE EXCEPTION 'job number % is not a job in the job queue', n USING ERRCODE = 'X0I2L';
  END IF;
  RETURN name;
END
$$;
