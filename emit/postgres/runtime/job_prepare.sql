-- Makes what a job does the body of a procedure of the session, where it may COMMIT, and sets the path that it was made with.
CREATE OR REPLACE FUNCTION crosswalk.job_prepare(j crosswalk.jobs) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  EXECUTE 'CREATE OR REPLACE PROCEDURE pg_temp.crosswalk_job() LANGUAGE plpgsql AS ' || quote_literal('BEGIN ' || crosswalk.job_text(j) || '; END');
  PERFORM set_config('search_path', j.search_path, false);
END
$$;
