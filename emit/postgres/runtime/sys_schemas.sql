-- sys.schemas over pg_namespace: the schemas of the database, without those of the system and of this library.
CREATE OR REPLACE VIEW crosswalk.sys_schemas AS
SELECT n.nspname::varchar(128) AS name, n.oid::int AS schema_id, n.nspowner::int AS principal_id
FROM pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND n.oid <> (SELECT pronamespace FROM pg_proc WHERE oid = 'crosswalk.sqlserver_type'::regproc);
