-- json_dot is d.doc.a.b: the text of a scalar, an object or array as text; of several values an array. Arrays on the way
-- are gone through (SQL Language Reference, "JSON Object Access Expressions").
CREATE OR REPLACE FUNCTION crosswalk.json_dot(doc json, VARIADIC keys text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT nullif(CASE
    WHEN json_typeof(doc #> keys) IN ('object', 'array') THEN crosswalk.json_text((doc #> keys)::text)
    WHEN (doc #> keys) IS NOT NULL THEN doc #>> keys
    ELSE (
      SELECT CASE count(*) WHEN 1 THEN min(v #>> '{}') ELSE crosswalk.json_text(jsonb_agg(v)::text) END
      FROM jsonb_path_query(doc::jsonb,
        (SELECT ('lax $' || string_agg('.' || to_json(k)::text, '' ORDER BY n))::jsonpath FROM unnest(keys) WITH ORDINALITY AS x(k, n))) AS v
    )
  END, '')
$$;
