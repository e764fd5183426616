-- Tells whether the session holds an advisory lock.
CREATE OR REPLACE FUNCTION crosswalk.lock_held(key bigint) RETURNS boolean
LANGUAGE sql VOLATILE STRICT
AS $$
  SELECT EXISTS (SELECT FROM pg_catalog.pg_locks AS l
    WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid() AND l.granted AND l.objsubid = 1
      AND (l.classid::bigint << 32 | l.objid::bigint) = key)
$$;
