-- The schema in the name of a job, a program or a schedule: the current one where there is none.
CREATE OR REPLACE FUNCTION crosswalk.job_owner(name text) RETURNS text
LANGUAGE sql STABLE
RETURN CASE WHEN name ~ '^\s*("[^"]+"|[^".]+)\.' THEN crosswalk.job_part(substring(name FROM '^\s*("[^"]+"|[^".]+)\.')) ELSE upper(current_schema()) END;
