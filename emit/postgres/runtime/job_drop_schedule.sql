-- DBMS_SCHEDULER.DROP_SCHEDULE: with force the jobs that use it are disabled, without it there must be none.
CREATE OR REPLACE FUNCTION crosswalk.job_drop_schedule(name text, force boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  IF NOT coalesce(force, false) AND EXISTS (SELECT FROM crosswalk.jobs WHERE crosswalk.job_key(schedule_name) = crosswalk.job_key(name)) THEN
    RAISE EXCEPTION 'cannot drop "%"."%" because other objects depend on it', crosswalk.job_owner(name), crosswalk.job_key(name) USING ERRCODE = 'X0L7B';
  END IF;
  UPDATE crosswalk.jobs SET enabled = false, state = 'DISABLED' WHERE crosswalk.job_key(schedule_name) = crosswalk.job_key(name);
  DELETE FROM crosswalk.job_schedules AS p WHERE p.owner = crosswalk.job_owner(name) AND p.schedule_name = crosswalk.job_key(name);
  IF NOT FOUND THEN
    PERFORM crosswalk.job_unknown(name);
  END IF;
END
$$;
