-- text_to_float reads a float as SQL Server does: an empty text is 0, the exponent may be written with D, and there are no other forms
-- (0x1F, NaN, Infinity: error 8114).
CREATE OR REPLACE FUNCTION crosswalk.text_to_float(s text) RETURNS double precision AS $$
BEGIN
  IF s ~* '^ *[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([ed][-+]?[0-9]+)? *$' THEN
    RETURN translate(s, 'dD', 'ee')::double precision;
  ELSIF btrim(s) = '' THEN
    RETURN 0;
  END IF;
  RAISE EXCEPTION 'Error converting the value ''%'' to data type float.', s USING ERRCODE = '22018';
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
