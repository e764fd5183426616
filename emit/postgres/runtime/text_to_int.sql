-- text_to_int reads a whole number as SQL Server does: blanks around it do not count, and an empty text is 0; there are no other forms, of
-- which later versions of PostgreSQL know some (0x1F, 1_000).
CREATE OR REPLACE FUNCTION crosswalk.text_to_int(s text) RETURNS bigint AS $$
BEGIN
  IF s ~ '^ *[-+]?[0-9]+ *$' THEN
    RETURN s::bigint;
  ELSIF btrim(s) = '' THEN
    RETURN 0;
  END IF;
  RAISE EXCEPTION 'Conversion failed when converting the value ''%'' to a whole number.', s USING ERRCODE = '22P02';
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
