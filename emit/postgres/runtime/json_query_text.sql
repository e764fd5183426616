-- json_query_text is SQL Server's JSON_QUERY: the object or array at a path as text; NULL where there is none.
CREATE OR REPLACE FUNCTION crosswalk.json_query_text(doc text, path text) RETURNS text AS $$
  SELECT CASE WHEN jsonb_typeof(v) IN ('object', 'array') THEN v::text END
  FROM (SELECT jsonb_path_query_first(doc::jsonb, path::jsonpath) AS v) AS x
$$ LANGUAGE sql IMMUTABLE STRICT;
