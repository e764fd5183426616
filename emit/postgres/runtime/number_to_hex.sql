-- TO_CHAR(number, 'XX…'): # where the number is negative or needs more digits than the format has.
CREATE OR REPLACE FUNCTION crosswalk.number_to_hex(n numeric, fmt text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  digits text := regexp_replace(upper(fmt), '^FM', '');
  rest numeric := pg_catalog.round(n);
  out text := '';
BEGIN
  IF rest < 0 THEN
    RETURN pg_catalog.repeat('#', length(digits) + 1);
  END IF;
  LOOP
    out := pg_catalog.substr('0123456789ABCDEF', pg_catalog.mod(rest, 16)::int + 1, 1) || out;
    rest := div(rest, 16);
    EXIT WHEN rest = 0;
  END LOOP;
  IF length(out) > length(digits) THEN
    RETURN pg_catalog.repeat('#', length(digits) + 1);
  END IF;
  IF fmt NOT LIKE '%X%' THEN
    out := lower(out);
  END IF;
  IF digits LIKE '0%' THEN
    out := pg_catalog.lpad(out, length(digits), '0');
  END IF;
  RETURN CASE WHEN upper(fmt) LIKE 'FM%' THEN out ELSE pg_catalog.lpad(out, length(digits) + 1) END;
END
$$;
