-- DBMS_LOCK.RELEASE: 0 for a lock that was given back, 4 for one that the session does not have. One that ends with the
-- transaction is kept until then.
CREATE OR REPLACE FUNCTION crosswalk.lock_release(name text) RETURNS integer
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  key constant bigint := crosswalk.lock_key(name);
  given boolean := false;
BEGIN
  IF key IS NULL THEN
    RETURN 3;
  ELSIF NOT crosswalk.lock_held(key) THEN
    RETURN 4;
  ELSIF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid() AND l.objsubid = 1
    AND (l.classid::bigint << 32 | l.objid::bigint) = key AND l.mode = 'ShareLock') THEN
    given := pg_advisory_unlock_shared(key);
  ELSE
    given := pg_advisory_unlock(key);
  END IF;
  RETURN 0;
END
$$;
