-- right_text is SQL Server's RIGHT: a negative length is an error, where PostgreSQL's right() leaves so many characters out.
CREATE OR REPLACE FUNCTION crosswalk.right_text(s text, n integer) RETURNS text AS $$
BEGIN
  IF n < 0 THEN
    RAISE EXCEPTION 'Invalid length parameter passed to the right function.' USING ERRCODE = '22011';
  END IF;
  RETURN right(s, n);
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE;
