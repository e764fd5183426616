-- openjson is SQL Server's OPENJSON without WITH: the properties or elements of a document, in their order and as written, with the number
-- of their type.
CREATE OR REPLACE FUNCTION crosswalk.openjson(doc json) RETURNS TABLE (key text, value text, type integer) AS $$
  SELECT k, v #>> '{}', CASE json_typeof(v) WHEN 'null' THEN 0 WHEN 'string' THEN 1 WHEN 'number' THEN 2 WHEN 'boolean' THEN 3 WHEN 'array' THEN 4 ELSE 5 END
  FROM (SELECT e.k, e.v FROM json_each(CASE json_typeof(doc) WHEN 'object' THEN doc ELSE '{}' END) AS e (k, v)
    UNION ALL
    SELECT (a.n - 1)::text, a.v FROM json_array_elements(CASE json_typeof(doc) WHEN 'array' THEN doc ELSE '[]' END) WITH ORDINALITY AS a (v, n)) AS x
$$ LANGUAGE sql IMMUTABLE STRICT;
