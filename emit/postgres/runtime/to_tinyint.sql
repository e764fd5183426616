-- to_tinyint refuses what is no tinyint of SQL Server: 0 to 255.
CREATE OR REPLACE FUNCTION crosswalk.to_tinyint(v bigint) RETURNS smallint AS $$
BEGIN
  IF v NOT BETWEEN 0 AND 255 THEN
    RAISE EXCEPTION 'Arithmetic overflow error for data type tinyint, value = %.', v USING ERRCODE = '22003';
  END IF;
  RETURN v;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE;
