-- ORA-01436: CONNECT BY without NOCYCLE has come to a row that is among its own ancestors.
CREATE OR REPLACE FUNCTION crosswalk.no_loop(seen boolean) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000
AS $$
BEGIN
  IF seen THEN
    RAISE EXCEPTION 'CONNECT BY loop in user data' USING ERRCODE = 'X013W';
  END IF;
  RETURN true;
END
$$;
