-- quotename is SQL Server's QUOTENAME for the quotes that have no meaning in PostgreSQL.
CREATE OR REPLACE FUNCTION crosswalk.quotename(s text, q text) RETURNS text AS $$
  SELECT CASE WHEN q IN ('(', ')') THEN '(' || replace(s, ')', '))') || ')' WHEN q IN ('<', '>') THEN '<' || replace(s, '>', '>>') || '>'
    WHEN q IN ('{', '}') THEN '{' || replace(s, '}', '}}') || '}' WHEN q = '`' THEN '`' || replace(s, '`', '``') || '`' END
$$ LANGUAGE sql IMMUTABLE STRICT;
