-- str is SQL Server's STR: a number at the right of so many places, rounded, asterisks where it does not fit.
CREATE OR REPLACE FUNCTION crosswalk.str(x double precision, len integer DEFAULT 10, decimals integer DEFAULT 0) RETURNS text AS $$
DECLARE
  s text := round(x::numeric, least(decimals, 16))::text;
BEGIN
  IF strpos(s, '.') > len OR strpos(s, '.') = 0 AND length(s) > len THEN
    RETURN repeat('*', len);
  END IF;
  IF length(s) > len THEN
    s := round(x::numeric, greatest(len - strpos(s, '.'), 0))::text;
  END IF;
  RETURN lpad(s, len);
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
