-- try_bit is text_to_bit with NULL for what is no bit.
CREATE OR REPLACE FUNCTION crosswalk.try_bit(s text) RETURNS boolean AS $$
  SELECT CASE WHEN lower(btrim(s)) IN ('true', 'false', '') OR btrim(s) ~ '^[-+]?\d{1,18}$' THEN crosswalk.text_to_bit(s) END
$$ LANGUAGE sql IMMUTABLE STRICT;
