-- text_to_int reads a whole number as SQL Server does: blanks around it do not count, and an empty text is 0.
CREATE OR REPLACE FUNCTION crosswalk.text_to_int(s text) RETURNS bigint AS $$
  SELECT CASE WHEN btrim(s) = '' THEN 0 ELSE s::bigint END
$$ LANGUAGE sql IMMUTABLE STRICT;
