-- UTL_RAW.BIT_AND, BIT_OR, BIT_XOR: byte by byte; the rest of the longer value stays as it is.
CREATE OR REPLACE FUNCTION crosswalk.bit_bytes(a bytea, b bytea, op text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  out bytea := CASE WHEN length(a) >= length(b) THEN a ELSE b END;
  x int;
  y int;
BEGIN
  FOR i IN 0 .. least(length(a), length(b)) - 1 LOOP
    x := get_byte(a, i);
    y := get_byte(b, i);
    out := set_byte(out, i, CASE op WHEN '&' THEN x & y WHEN '|' THEN x | y ELSE x # y END);
  END LOOP;
  RETURN out;
END
$$;
