-- sys.partitions: one row for each table and index, with the number of rows that statistics know.
CREATE OR REPLACE VIEW crosswalk.sys_partitions AS
SELECT i.object_id::bigint * 1000 + i.index_id AS partition_id, i.object_id AS object_id, i.index_id AS index_id, 1 AS partition_number, i.object_id::bigint * 1000 + i.index_id AS hobt_id,
  CASE WHEN c.reltuples < 0 THEN pg_stat_get_live_tuples(c.oid) ELSE greatest(c.reltuples::bigint, pg_stat_get_live_tuples(c.oid)) END AS rows, 0::smallint AS data_compression, 'NONE'::varchar(60) AS data_compression_desc
FROM crosswalk.sys_indexes i
  JOIN pg_class c ON c.oid::int = i.object_id;
