-- text_to_float reads a float as SQL Server does: an empty text is 0.
CREATE OR REPLACE FUNCTION crosswalk.text_to_float(s text) RETURNS double precision AS $$
  SELECT CASE WHEN btrim(s) = '' THEN 0 ELSE s::double precision END
$$ LANGUAGE sql IMMUTABLE STRICT;
