-- The number of the advisory lock for an id or a handle of DBMS_LOCK, which are digits, or for a name.
CREATE OR REPLACE FUNCTION crosswalk.lock_key(name text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT CASE WHEN name ~ '^-?[0-9]{1,19}$' THEN name::bigint ELSE hashtextextended(name, 0) >> 1 END $$;
