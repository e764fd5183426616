-- text_to_bit reads a bit: true and false, and numbers, of which all but 0 are true.
CREATE OR REPLACE FUNCTION crosswalk.text_to_bit(s text) RETURNS boolean AS $$
  SELECT CASE lower(btrim(s)) WHEN 'true' THEN true WHEN 'false' THEN false WHEN '' THEN false ELSE s::bigint <> 0 END
$$ LANGUAGE sql IMMUTABLE STRICT;
