-- ALL_TABLES over pg_class.
CREATE OR REPLACE VIEW crosswalk.all_tables AS
SELECT upper(n.nspname) AS owner, upper(c.relname) AS table_name, upper(t.spcname) AS tablespace_name, NULL::text AS cluster_name,
  NULL::text AS iot_name, 'VALID' AS status, CASE WHEN c.reltuples < 0 THEN NULL ELSE c.reltuples::bigint END AS num_rows,
  c.relpages AS blocks, s.last_analyze::timestamp(0) AS last_analyzed,
  CASE WHEN c.relkind = 'p' THEN 'YES' ELSE 'NO' END AS partitioned, NULL::text AS iot_type,
  CASE WHEN c.relpersistence = 't' THEN 'Y' ELSE 'N' END AS temporary, 'N' AS secondary, 'NO' AS nested, 'NO' AS dropped, 'NO' AS read_only,
  'DISABLED' AS row_movement, lpad('1', 10) AS degree, lpad('1', 10) AS instances, 'YES' AS logging, 'DISABLED' AS compression
FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
  LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast');
