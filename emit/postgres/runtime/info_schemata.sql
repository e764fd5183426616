-- INFORMATION_SCHEMA.SCHEMATA.
CREATE OR REPLACE VIEW crosswalk.info_schemata AS
SELECT current_database()::varchar(128) AS catalog_name, s.name AS schema_name, pg_get_userbyid(n.nspowner)::varchar(128) AS schema_owner
FROM crosswalk.sys_schemas s
  JOIN pg_namespace n ON n.oid::int = s.schema_id;
