-- Programs of DBMS_SCHEDULER.
CREATE TABLE IF NOT EXISTS crosswalk.job_programs (
  owner text NOT NULL DEFAULT upper(current_schema()), program_name text NOT NULL, program_type text NOT NULL, program_action text, action_sql text,
  number_of_arguments integer NOT NULL DEFAULT 0, arguments jsonb NOT NULL DEFAULT '{}', names jsonb NOT NULL DEFAULT '{}', enabled boolean NOT NULL DEFAULT false, comments text,
  PRIMARY KEY (owner, program_name)
);
