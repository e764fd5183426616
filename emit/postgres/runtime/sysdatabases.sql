-- sysdatabases, as SQL Server 2000 had it ("Mapping System Tables to System Views").
CREATE OR REPLACE VIEW crosswalk.sysdatabases AS
SELECT d.name AS name, d.database_id AS dbid
FROM crosswalk.sys_databases d;
