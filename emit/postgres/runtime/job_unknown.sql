-- ORA-27476: no program or schedule has the name.
CREATE OR REPLACE FUNCTION crosswalk.job_unknown(name text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION '"%"."%" does not exist', crosswalk.job_owner(name), crosswalk.job_key(name) USING ERRCODE = 'X0L78';
END
$$;
