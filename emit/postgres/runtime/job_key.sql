-- The name of a job, a program or a schedule without its schema.
CREATE OR REPLACE FUNCTION crosswalk.job_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN crosswalk.job_part(regexp_replace(name, '^\s*("[^"]+"|[^".]+)\.', ''));
