-- TO_CHAR(number, 'XX…') for numbers beyond bigint.
CREATE OR REPLACE FUNCTION crosswalk.number_to_hex(n numeric) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  rest numeric := pg_catalog.round(n);
  out text := '';
BEGIN
  LOOP
    out := pg_catalog.substr('0123456789abcdef', pg_catalog.mod(rest, 16)::int + 1, 1) || out;
    rest := div(rest, 16);
    EXIT WHEN rest = 0;
  END LOOP;
  RETURN out;
END
$$;
