-- string_escape is STRING_ESCAPE(text, 'json'): quotes, backslashes, slashes and control characters.
CREATE OR REPLACE FUNCTION crosswalk.string_escape(s text) RETURNS text AS $$
  SELECT replace(substr(j, 2, length(j) - 2), '/', '\/') FROM (SELECT to_json(s)::text) AS x (j)
$$ LANGUAGE sql IMMUTABLE STRICT;
