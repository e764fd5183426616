-- ALL_INDEXES over pg_index.
CREATE OR REPLACE VIEW crosswalk.all_indexes AS
SELECT upper(n.nspname) AS owner, upper(i.relname) AS index_name, CASE WHEN x.indexprs IS NULL THEN 'NORMAL' ELSE 'FUNCTION-BASED NORMAL' END AS index_type,
  upper(n.nspname) AS table_owner, upper(c.relname) AS table_name, 'TABLE' AS table_type, CASE WHEN x.indisunique THEN 'UNIQUE' ELSE 'NONUNIQUE' END AS uniqueness,
  upper(t.spcname) AS tablespace_name, CASE WHEN x.indisvalid THEN 'VALID' ELSE 'UNUSABLE' END AS status,
  CASE WHEN i.relkind = 'I' THEN 'YES' ELSE 'NO' END AS partitioned, 'N' AS generated, 'VISIBLE' AS visibility, '1' AS degree, 'YES' AS logging, NULL::text AS compression, NULL::bigint AS num_rows, NULL::timestamp(0) AS last_analyzed
FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = i.relnamespace
  LEFT JOIN pg_tablespace t ON t.oid = i.reltablespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast');
