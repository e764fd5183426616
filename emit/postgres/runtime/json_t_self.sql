-- The object of a method: ORA-30625 where it is NULL.
CREATE OR REPLACE FUNCTION crosswalk.json_t_self(j json) RETURNS json
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF j IS NULL THEN
    RAISE EXCEPTION 'method dispatch on NULL SELF argument is disallowed' USING ERRCODE = '22004';
  END IF;
  RETURN j;
END
$$;
