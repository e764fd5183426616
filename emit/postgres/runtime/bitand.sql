-- BITAND of numbers that may have more bits than a bigint: two's complement of 128 bits.
CREATE OR REPLACE FUNCTION crosswalk.bitand(a numeric, b numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  x numeric := trunc(a);
  y numeric := trunc(b);
  result numeric := 0;
  place numeric := 1;
BEGIN
  IF greatest(abs(x), abs(y)) <= 9223372036854775807 THEN
    RETURN x::bigint & y::bigint;
  END IF;
  x := CASE WHEN x < 0 THEN x + 2::numeric ^ 128 ELSE x END;
  y := CASE WHEN y < 0 THEN y + 2::numeric ^ 128 ELSE y END;
  WHILE x > 0 AND y > 0 LOOP
    result := result + place * (mod(x, 4294967296)::bigint & mod(y, 4294967296)::bigint);
    x := div(x, 4294967296);
    y := div(y, 4294967296);
    place := place * 4294967296;
  END LOOP;
  RETURN trunc(CASE WHEN result >= 2::numeric ^ 127 THEN result - 2::numeric ^ 128 ELSE result END);
END
$$;
