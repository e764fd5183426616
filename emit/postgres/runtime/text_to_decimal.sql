-- text_to_decimal reads a decimal as SQL Server does: digits and a point only, no exponent, commas or words such as NaN (error 8114).
CREATE OR REPLACE FUNCTION crosswalk.text_to_decimal(s text) RETURNS numeric AS $$
BEGIN
  IF s !~ '^ *[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+) *$' THEN
    RAISE EXCEPTION 'Error converting the value ''%'' to data type numeric.', s USING ERRCODE = '22018';
  END IF;
  RETURN s::numeric;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
