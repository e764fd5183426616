-- UTL_URL.ESCAPE: bytes that a URL may not hold as %XX.
CREATE OR REPLACE FUNCTION crosswalk.url_escape(s text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT string_agg(CASE
      WHEN c ~ '[A-Za-z0-9_.!~*''();/?:@&=+$,-]' THEN c
      ELSE regexp_replace(upper(encode(convert_to(c, 'UTF8'), 'hex')), '(..)', '%\1', 'g')
    END, '' ORDER BY i)
  FROM unnest(string_to_array(s, NULL)) WITH ORDINALITY AS t (c, i)
$$;
