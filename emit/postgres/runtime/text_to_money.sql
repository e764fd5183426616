-- text_to_money reads an amount as SQL Server converts a text to money: a currency symbol in front and commas do not count, an empty text
-- is 0, and there is no exponent (error 235).
CREATE OR REPLACE FUNCTION crosswalk.text_to_money(s text) RETURNS numeric AS $$
BEGIN
  IF s ~ '^ *([-+]? *[$£¥€]?|[$£¥€] *[-+]) *([0-9][0-9,]*[.]?[0-9]*|[.][0-9]+) *$' THEN
    RETURN translate(s, '$£¥€, ', '')::numeric;
  ELSIF btrim(s) = '' THEN
    RETURN 0;
  END IF;
  RAISE EXCEPTION 'Cannot convert the value ''%'' to money: the value has incorrect syntax.', s USING ERRCODE = '22M35';
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
