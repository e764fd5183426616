-- xml_tag gives a start tag with the attribute set to the value, which is written already; without the attribute where it is NULL.
CREATE OR REPLACE FUNCTION crosswalk.xml_tag(tag text, attribute text, val text) RETURNS text AS $$
  SELECT substring(tag from '^<[^\s/>]+') || coalesce(string_agg(' ' || m[1] || '="' ||
      CASE WHEN m[1] = attribute THEN val WHEN m[2] LIKE '"%' THEN substr(m[2], 2, length(m[2]) - 2) ELSE replace(substr(m[2], 2, length(m[2]) - 2), '"', '&quot;') END || '"',
      '' ORDER BY i) FILTER (WHERE m[1] <> attribute OR val IS NOT NULL), '')
    || CASE WHEN coalesce(bool_or(m[1] = attribute), false) OR val IS NULL THEN '' ELSE ' ' || attribute || '="' || val || '"' END || '>'
  FROM regexp_matches(tag, '([^\s="'']+)\s*=\s*("[^"]*"|''[^'']*'')', 'g') WITH ORDINALITY AS t (m, i)
$$ LANGUAGE sql IMMUTABLE PARALLEL SAFE;
