-- utf16_text reads bytes as UTF-16, the low byte first.
CREATE OR REPLACE FUNCTION crosswalk.utf16_text(b bytea) RETURNS text AS $$
DECLARE
  out text := '';
  i integer := 0;
  n integer;
BEGIN
  WHILE i + 1 < octet_length(b) LOOP
    n := get_byte(b, i) + 256 * get_byte(b, i + 1);
    i := i + 2;
    IF n BETWEEN 55296 AND 56319 AND i + 1 < octet_length(b) THEN
      n := 65536 + (n - 55296) * 1024 + get_byte(b, i) + 256 * get_byte(b, i + 1) - 56320;
      i := i + 2;
    END IF;
    out := out || chr(n);
  END LOOP;
  RETURN out;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
