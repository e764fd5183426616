-- The SQLSTATE for an error number of RAISE_APPLICATION_ERROR; the reverse of ora_code.
CREATE OR REPLACE FUNCTION crosswalk.ora_state(code numeric) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  IF code = -20000 THEN
    RETURN 'ORA00';
  ELSIF code BETWEEN -20999 AND -20000 THEN
    RETURN 'OR' || lpad((-20000 - code)::integer::text, 3, '0');
  END IF;
  RAISE EXCEPTION 'error number argument to raise_application_error of % is out of range', code
    USING ERRCODE = 'X0GE0';
END;
$$;
