-- TO_CHAR(number, format) with a format that is not a constant.
CREATE OR REPLACE FUNCTION crosswalk.number_text(n numeric, fmt text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  f text := upper(fmt);
  out text;
BEGIN
  IF f LIKE 'TM%' THEN
    RETURN crosswalk.to_char(n);
  ELSIF f LIKE '%X%' THEN
    RETURN crosswalk.number_to_hex(n, fmt);
  END IF;
  out := to_char(n, translate(f, 'GD$', ',.'));
  IF f LIKE '%$%' THEN
    out := regexp_replace(out, '([0-9.])', '$\1');
  ELSIF f LIKE '%EEEE%' THEN
    out := CASE WHEN f LIKE 'FM%' THEN '' ELSE ' ' END || upper(out);
  END IF;
  RETURN out;
END
$$;
