-- DBMS_SCHEDULER.SET_JOB_ARGUMENT_VALUE by the argument's place.
CREATE OR REPLACE FUNCTION crosswalk.job_argument(name text, place numeric, value text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  j constant crosswalk.jobs := crosswalk.job_find(name);
BEGIN
  UPDATE crosswalk.jobs AS x SET arguments = x.arguments || jsonb_build_object(place::integer::text, value) WHERE x.owner = j.owner AND x.job_name = j.job_name;
END
$$;
-- The same by the name that its program has for the argument.
CREATE OR REPLACE FUNCTION crosswalk.job_argument(name text, argument text, value text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  j constant crosswalk.jobs := crosswalk.job_find(name);
  place integer := (SELECT (p.names ->> upper(argument))::integer FROM crosswalk.job_programs AS p WHERE p.program_name = crosswalk.job_key(j.program_name) LIMIT 1);
BEGIN
  IF place IS NULL THEN
    RAISE EXCEPTION 'program of job "%"."%" has no argument %', j.owner, j.job_name, argument USING ERRCODE = 'X0L7F';
  END IF;
  PERFORM crosswalk.job_argument(name, place, value);
END
$$;
