-- INFORMATION_SCHEMA.TABLES.
CREATE OR REPLACE VIEW crosswalk.info_tables AS
SELECT current_database()::varchar(128) AS table_catalog, s.name AS table_schema, o.name AS table_name, CASE o.type WHEN 'V' THEN 'VIEW' ELSE 'BASE TABLE' END::varchar(10) AS table_type
FROM crosswalk.sys_objects o
  JOIN crosswalk.sys_schemas s ON s.schema_id = o.schema_id
WHERE o.type IN ('U', 'V');
