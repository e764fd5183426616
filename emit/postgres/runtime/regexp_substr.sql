-- REGEXP_SUBSTR, for servers before PostgreSQL 15.
CREATE OR REPLACE FUNCTION crosswalk.regexp_substr(s text, pattern text, pos int DEFAULT 1, occurrence int DEFAULT 1, flags text DEFAULT '', part int DEFAULT 0)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT m[part + 1]
  FROM regexp_matches(pg_catalog.substr(s, pos), '(' || pattern || ')', flags || 'g') WITH ORDINALITY AS t (m, i)
  WHERE i = occurrence
$$;
