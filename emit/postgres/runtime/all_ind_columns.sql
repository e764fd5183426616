-- ALL_IND_COLUMNS over pg_index.
CREATE OR REPLACE VIEW crosswalk.all_ind_columns AS
SELECT upper(n.nspname) AS index_owner, upper(i.relname) AS index_name, upper(n.nspname) AS table_owner, upper(c.relname) AS table_name,
  upper(coalesce(a.attname, pg_get_indexdef(x.indexrelid, u.pos::int, true))) AS column_name, u.pos::int AS column_position,
  CASE WHEN x.indoption[u.pos - 1] & 1 = 1 THEN 'DESC' ELSE 'ASC' END AS descend
FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = i.relnamespace
  CROSS JOIN LATERAL unnest(x.indkey::int[]) WITH ORDINALITY AS u (num, pos)
  LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.num AND u.num > 0
WHERE u.pos <= x.indnkeyatts AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast');
