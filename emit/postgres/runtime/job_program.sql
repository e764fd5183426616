-- DBMS_SCHEDULER.CREATE_PROGRAM.
CREATE OR REPLACE FUNCTION crosswalk.job_program(program_name text, program_type text, program_action text, action_sql text,
  number_of_arguments numeric DEFAULT 0, enabled boolean DEFAULT false, comments text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO crosswalk.job_programs (owner, program_name, program_type, program_action, action_sql, number_of_arguments, enabled, comments)
  VALUES (crosswalk.job_owner(program_name), crosswalk.job_key(program_name), upper(program_type), program_action, action_sql, coalesce(number_of_arguments, 0), coalesce(enabled, false), comments);
EXCEPTION
  WHEN unique_violation THEN
    RAISE EXCEPTION '"%"."%" already exists', crosswalk.job_owner(program_name), crosswalk.job_key(program_name) USING ERRCODE = 'X0L79';
END
$$;
