-- like_regex makes a regular expression of a pattern of SQL Server's LIKE, which has [sets] besides % and _.
CREATE OR REPLACE FUNCTION crosswalk.like_regex(pattern text, escape text DEFAULT '') RETURNS text AS $$
DECLARE
  out text := '^';
  i integer := 1;
  j integer;
  c text;
BEGIN
  WHILE i <= length(pattern) LOOP
    c := substr(pattern, i, 1);
    IF escape <> '' AND c = escape AND i < length(pattern) THEN
      i := i + 1;
      out := out || regexp_replace(substr(pattern, i, 1), '([^[:alnum:][:space:]])', '\\\1');
    ELSIF c = '%' THEN
      out := out || '.*';
    ELSIF c = '_' THEN
      out := out || '.';
    ELSIF c = '[' THEN
      j := strpos(substr(pattern, i + 2), ']');
      IF j = 0 THEN
        out := out || '\[';
      ELSE
        out := out || '[' || CASE WHEN substr(pattern, i + 1, 1) = '^' THEN '^' ELSE '' END ||
          regexp_replace(ltrim(substr(pattern, i + 1, j), '^'), '([\[\]\\^])', '\\\1', 'g') || ']';
        i := i + j + 1;
      END IF;
    ELSE
      out := out || regexp_replace(c, '([^[:alnum:][:space:]])', '\\\1');
    END IF;
    i := i + 1;
  END LOOP;
  RETURN out || '$';
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
