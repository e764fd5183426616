-- tsql_text writes a statement of Transact-SQL that is put together at run time as PostgreSQL reads it, in what differs by spelling alone: names in
-- brackets (folded to lower case, as the names of the schema are), N'…', ISNULL, GETDATE and the hint NOLOCK. Texts and names in quotes stay.
CREATE OR REPLACE FUNCTION crosswalk.tsql_text(s text) RETURNS text AS $$
  SELECT string_agg(CASE
      WHEN t[1] LIKE '[%' THEN quote_ident(lower(replace(substr(t[1], 2, length(t[1]) - 2), ']]', ']')))
      WHEN left(t[1], 1) IN ('''', '"') THEN t[1]
      ELSE regexp_replace(regexp_replace(regexp_replace(regexp_replace(t[1], '\mN$', '', 'i'), '\mISNULL\s*\(', 'coalesce(', 'gi'),
        '\mGETDATE\s*\(\s*\)', 'localtimestamp(3)', 'gi'), '(\mWITH\s*)?\(\s*NOLOCK\s*\)', '', 'gi')
    END, '' ORDER BY n)
  FROM regexp_matches(s, '(''(?:[^'']|'''')*''|"(?:[^"]|"")*"|\[(?:[^\]]|\]\])*\]|[^''"\[]+|.)', 'g') WITH ORDINALITY AS m (t, n)
$$ LANGUAGE sql IMMUTABLE STRICT;
