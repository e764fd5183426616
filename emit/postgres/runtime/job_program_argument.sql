-- DBMS_SCHEDULER.DEFINE_PROGRAM_ARGUMENT: its name, and the value where a job gives none.
CREATE OR REPLACE FUNCTION crosswalk.job_program_argument(program_name text, place numeric, name text, value text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  UPDATE crosswalk.job_programs AS p
  SET names = CASE WHEN name IS NULL THEN p.names ELSE p.names || jsonb_build_object(upper(name), place::integer) END,
    arguments = CASE WHEN value IS NULL THEN p.arguments ELSE p.arguments || jsonb_build_object(place::integer::text, value) END
  WHERE p.owner = crosswalk.job_owner($1) AND p.program_name = crosswalk.job_key($1);
  IF NOT FOUND THEN
    PERFORM crosswalk.job_unknown($1);
  END IF;
END
$$;
