-- float_text writes a float as CONVERT(varchar, x) of SQL Server does: six digits, and an exponent of three digits where the number has
-- more of them in front of the point, or many zeros behind it.
CREATE OR REPLACE FUNCTION crosswalk.float_text(x double precision) RETURNS text AS $$
DECLARE
  e integer;
  m numeric;
  s text;
BEGIN
  IF x IS NULL THEN
    RETURN NULL;
  END IF;
  IF x = 0 THEN
    RETURN '0';
  END IF;
  m := round(x::numeric, 5 - floor(log(abs(x::numeric)))::int);
  e := floor(log(abs(m)))::int;
  IF e >= 6 OR e < -4 THEN
    s := rtrim(rtrim((m / (10::numeric ^ e))::numeric(20, 5)::text, '0'), '.');
    RETURN s || 'e' || CASE WHEN e < 0 THEN '-' ELSE '+' END || lpad(abs(e)::text, 3, '0');
  END IF;
  s := m::text;
  IF strpos(s, '.') > 0 THEN
    s := rtrim(rtrim(s, '0'), '.');
  END IF;
  RETURN s;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
