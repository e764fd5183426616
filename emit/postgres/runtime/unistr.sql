-- UNISTR: \XXXX stands for a UTF-16 code unit, \\ for a backslash.
CREATE OR REPLACE FUNCTION crosswalk.unistr(s text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  out text := '';
  rest text := s;
  at int;
  n int;
  high int;
BEGIN
  LOOP
    at := strpos(rest, '\');
    IF at = 0 THEN
      RETURN out || rest;
    END IF;
    out := out || left(rest, at - 1);
    IF pg_catalog.substr(rest, at + 1, 1) = '\' THEN
      out := out || '\';
      rest := pg_catalog.substr(rest, at + 2);
    ELSE
      n := ('x' || lpad(pg_catalog.substr(rest, at + 1, 4), 8, '0'))::bit(32)::int;
      rest := pg_catalog.substr(rest, at + 5);
      IF n BETWEEN 55296 AND 56319 THEN
        high := n;
      ELSIF n BETWEEN 56320 AND 57343 THEN
        out := out || chr(65536 + ((high - 55296) << 10) + (n - 56320));
      ELSE
        out := out || chr(n);
      END IF;
    END IF;
  END LOOP;
END
$$;
