-- ASCIISTR: characters beyond ASCII, and the backslash, as \XXXX in UTF-16.
CREATE OR REPLACE FUNCTION crosswalk.asciistr(s text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT string_agg(CASE
      WHEN n < 128 AND n <> 92 THEN c
      WHEN n < 65536 THEN '\' || lpad(upper(to_hex(n)), 4, '0')
      ELSE '\' || upper(to_hex(55296 + ((n - 65536) >> 10))) || '\' || upper(to_hex(56320 + ((n - 65536) & 1023)))
    END, '' ORDER BY i)
  FROM (SELECT c, ascii(c) AS n, i FROM unnest(string_to_array(s, NULL)) WITH ORDINALITY AS u (c, i)) AS t
$$;
