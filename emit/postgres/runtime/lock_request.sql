-- DBMS_LOCK.REQUEST: 0 for the lock, 1 when the time is over, 2 for a deadlock, 3 for a wrong argument, 4 when the session has it.
CREATE OR REPLACE FUNCTION crosswalk.lock_request(name text, mode numeric DEFAULT 6, seconds numeric DEFAULT 32767, on_commit boolean DEFAULT false)
RETURNS integer
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  key constant bigint := crosswalk.lock_key(name);
  until constant timestamptz := clock_timestamp() + least(seconds, 32767) * interval '1 second';
BEGIN
  IF key IS NULL OR seconds IS NULL OR seconds < 0 THEN
    RETURN 3;
  ELSIF crosswalk.lock_held(key) IS NOT NULL THEN
    RETURN 4;
  ELSIF seconds >= 32767 THEN
    CASE
      WHEN mode = 4 AND on_commit THEN PERFORM pg_advisory_xact_lock_shared(key);
      WHEN mode = 4 THEN PERFORM pg_advisory_lock_shared(key);
      WHEN on_commit THEN PERFORM pg_advisory_xact_lock(key);
      ELSE PERFORM pg_advisory_lock(key);
    END CASE;
    RETURN 0;
  END IF;
  WHILE NOT (CASE
    WHEN mode = 4 AND on_commit THEN pg_try_advisory_xact_lock_shared(key)
    WHEN mode = 4 THEN pg_try_advisory_lock_shared(key)
    WHEN on_commit THEN pg_try_advisory_xact_lock(key)
    ELSE pg_try_advisory_lock(key)
  END) LOOP
    IF clock_timestamp() >= until THEN
      RETURN 1;
    END IF;
    PERFORM pg_sleep(0.02);
  END LOOP;
  RETURN 0;
EXCEPTION
  WHEN deadlock_detected THEN
    RETURN 2;
END
$$;
