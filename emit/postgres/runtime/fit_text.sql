-- fit_text is the text of a number whose type makes it an error that there is no room for it ("CAST and CONVERT", Truncating and rounding
-- results).
CREATE OR REPLACE FUNCTION crosswalk.fit_text(s text, n integer, state text DEFAULT '22003') RETURNS text AS $$
BEGIN
  IF length(s) > n THEN
    RAISE EXCEPTION 'There is no room for the value % in a text of % characters.', s, n USING ERRCODE = state;
  END IF;
  RETURN s;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
