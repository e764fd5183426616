-- ALL_PART_TABLES over pg_partitioned_table.
CREATE OR REPLACE VIEW crosswalk.all_part_tables AS
SELECT upper(n.nspname) AS owner, upper(c.relname) AS table_name, CASE t.partstrat WHEN 'r' THEN 'RANGE' WHEN 'l' THEN 'LIST' ELSE 'HASH' END AS partitioning_type,
  'NONE' AS subpartitioning_type, (SELECT count(*) FROM pg_inherits i WHERE i.inhparent = c.oid)::int AS partition_count, t.partnatts::int AS partitioning_key_count, 'VALID' AS status
FROM pg_partitioned_table t
  JOIN pg_class c ON c.oid = t.partrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace;
