-- utf16_bytes gives the bytes of a national text as SQL Server stores it: UTF-16, the low byte first.
CREATE OR REPLACE FUNCTION crosswalk.utf16_bytes(s text) RETURNS bytea AS $$
DECLARE
  out bytea := '';
  n integer;
  c text;
BEGIN
  FOREACH c IN ARRAY regexp_split_to_array(s, '') LOOP
    CONTINUE WHEN c = '';
    n := ascii(c);
    IF n > 65535 THEN
      n := n - 65536;
      out := out || decode(lpad(to_hex((55296 + n / 1024) % 256), 2, '0') || lpad(to_hex((55296 + n / 1024) / 256), 2, '0') ||
        lpad(to_hex((56320 + n % 1024) % 256), 2, '0') || lpad(to_hex((56320 + n % 1024) / 256), 2, '0'), 'hex');
    ELSE
      out := out || decode(lpad(to_hex(n % 256), 2, '0') || lpad(to_hex(n / 256), 2, '0'), 'hex');
    END IF;
  END LOOP;
  RETURN out;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
