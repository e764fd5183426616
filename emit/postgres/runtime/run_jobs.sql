-- Runs the jobs that are due, each in transactions of its own. Nothing runs unless this is called regularly:
--   * * * * * psql -X -q -d DATABASE -c 'CALL crosswalk.run_jobs()'                    (crontab)
--   SELECT cron.schedule('jobs', '* * * * *', 'CALL crosswalk.run_jobs()');            (extension pg_cron)
-- An error ends the call. It is on record already that the job was begun: the next call finds its session gone, and notes that it failed.
CREATE OR REPLACE PROCEDURE crosswalk.run_jobs()
LANGUAGE plpgsql
AS $$
DECLARE
  j crosswalk.jobs;
  path constant text := current_setting('search_path');
BEGIN
  PERFORM crosswalk.job_end(x.owner, x.job_name, false, 'the session ended: see the log of the server')
  FROM crosswalk.jobs AS x
  WHERE x.state = 'RUNNING' AND (x.pid = pg_backend_pid()
    OR NOT EXISTS (SELECT FROM pg_stat_activity AS a WHERE a.pid = x.pid AND (a.backend_start = x.session_start OR a.backend_start IS NULL)));
  COMMIT;
  LOOP
    SELECT * INTO j
    FROM crosswalk.jobs AS x
    WHERE x.state <> 'RUNNING' AND (x.run_now OR x.enabled AND x.next_run_date <= clock_timestamp())
    ORDER BY x.run_now DESC, x.next_run_date
    LIMIT 1 FOR UPDATE SKIP LOCKED;
    EXIT WHEN NOT FOUND;
    IF NOT crosswalk.job_begin(j) THEN
      COMMIT;
      CONTINUE;
    END IF;
    COMMIT;
    PERFORM crosswalk.job_prepare(j);
    CALL pg_temp.crosswalk_job();
    PERFORM set_config('search_path', path, false);
    PERFORM crosswalk.job_end(j.owner, j.job_name, true);
    COMMIT;
  END LOOP;
END
$$;
