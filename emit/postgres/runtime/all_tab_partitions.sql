-- ALL_TAB_PARTITIONS over pg_inherits.
CREATE OR REPLACE VIEW crosswalk.all_tab_partitions AS
SELECT upper(n.nspname) AS table_owner, upper(p.relname) AS table_name, upper(c.relname) AS partition_name, pg_get_expr(c.relpartbound, c.oid) AS high_value,
  row_number() OVER (PARTITION BY p.oid ORDER BY c.oid)::int AS partition_position, CASE WHEN c.relkind = 'p' THEN 'YES' ELSE 'NO' END AS composite, 0 AS subpartition_count,
  NULL::text AS tablespace_name, CASE WHEN c.reltuples < 0 THEN NULL ELSE c.reltuples::bigint END AS num_rows
FROM pg_inherits i
  JOIN pg_class c ON c.oid = i.inhrelid
  JOIN pg_class p ON p.oid = i.inhparent
  JOIN pg_namespace n ON n.oid = p.relnamespace
WHERE p.relkind = 'p';
