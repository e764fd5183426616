-- The mode of an advisory lock that the session holds, ShareLock or ExclusiveLock; NULL for none.
CREATE OR REPLACE FUNCTION crosswalk.lock_held(key bigint) RETURNS text
LANGUAGE sql VOLATILE STRICT
AS $$
  SELECT min(l.mode) FROM pg_catalog.pg_locks AS l
  WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid() AND l.granted AND l.objsubid = 1
    AND (l.classid::bigint << 32 | l.objid::bigint) = key
$$;
