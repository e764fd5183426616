-- int_text is a whole number as a text of n characters at most: an asterisk where there is no room for it ("CAST and CONVERT",
-- Truncating and rounding results).
CREATE OR REPLACE FUNCTION crosswalk.int_text(v bigint, n integer) RETURNS text AS $$
  SELECT CASE WHEN length(v::text) > n THEN '*' ELSE v::text END
$$ LANGUAGE sql IMMUTABLE;
