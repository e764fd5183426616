-- DBMS_LOCK.RELEASE: 0 for a lock that was given back, 4 for one that the session does not have. One that ends with the
-- transaction is kept until then.
CREATE OR REPLACE FUNCTION crosswalk.lock_release(name text) RETURNS integer
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  key constant bigint := crosswalk.lock_key(name);
BEGIN
  IF key IS NULL THEN
    RETURN 3;
  END IF;
  CASE crosswalk.lock_held(key)
    WHEN 'ShareLock' THEN PERFORM pg_advisory_unlock_shared(key);
    WHEN 'ExclusiveLock' THEN PERFORM pg_advisory_unlock(key);
    ELSE RETURN 4;
  END CASE;
  RETURN 0;
END
$$;
