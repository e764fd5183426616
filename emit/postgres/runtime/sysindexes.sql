-- sysindexes, as SQL Server 2000 had it ("Mapping System Tables to System Views").
CREATE OR REPLACE VIEW crosswalk.sysindexes AS
SELECT i.object_id AS id, i.index_id::smallint AS indid, p.rows AS rows, p.rows AS rowcnt, i.name AS name
FROM crosswalk.sys_indexes i
  JOIN crosswalk.sys_partitions p ON p.object_id = i.object_id AND p.index_id = i.index_id;
