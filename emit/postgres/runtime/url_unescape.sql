-- UTL_URL.UNESCAPE: %XX back to characters.
CREATE OR REPLACE FUNCTION crosswalk.url_unescape(s text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT convert_from(string_agg(CASE
      WHEN m[1] LIKE '\%__' THEN decode(pg_catalog.substr(m[1], 2), 'hex')
      ELSE convert_to(m[1], 'UTF8')
    END, '' ORDER BY i), 'UTF8')
  FROM regexp_matches(s, '(%[0-9A-Fa-f]{2}|.)', 'gs') WITH ORDINALITY AS t (m, i)
$$;
