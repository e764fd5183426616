-- TO_CHAR(number, format) with a format that is not a constant.
CREATE OR REPLACE FUNCTION crosswalk.number_text(n numeric, fmt text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  f text := upper(fmt);
  digits text := regexp_replace(f, '^FM', '');
  out text;
BEGIN
  IF f LIKE 'TM%' THEN
    RETURN crosswalk.to_char(n);
  ELSIF f LIKE '%X%' THEN
    out := crosswalk.number_to_hex(n);
    IF fmt LIKE '%X%' THEN
      out := upper(out);
    END IF;
    IF digits LIKE '0%' THEN
      out := lpad(out, length(digits), '0');
    END IF;
    RETURN CASE WHEN f LIKE 'FM%' THEN out ELSE lpad(out, length(digits) + 1) END;
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
