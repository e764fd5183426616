-- tsql_pivot writes the columns that PIVOT (… IN (list)) makes: for each name in the list, in brackets, in quotes or as it is, the item with its value and
-- its name, which is folded to lower case where it is in brackets, as the names of the schema are.
CREATE OR REPLACE FUNCTION crosswalk.tsql_pivot(list text, item text) RETURNS text AS $$
  SELECT string_agg(CASE left(t[1], 1)
      WHEN '[' THEN format(item, replace(substr(t[1], 2, length(t[1]) - 2), ']]', ']'), quote_ident(lower(replace(substr(t[1], 2, length(t[1]) - 2), ']]', ']'))))
      WHEN '"' THEN format(item, replace(substr(t[1], 2, length(t[1]) - 2), '""', '"'), t[1])
      ELSE format(item, t[1], quote_ident(lower(t[1])))
    END, ', ' ORDER BY n)
  FROM regexp_matches(list, '(\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[^\s,\[\]"]+)', 'g') WITH ORDINALITY AS m (t, n)
$$ LANGUAGE sql IMMUTABLE STRICT;
