-- INFORMATION_SCHEMA.TABLE_CONSTRAINTS.
CREATE OR REPLACE VIEW crosswalk.info_table_constraints AS
SELECT current_database()::varchar(128) AS constraint_catalog, s.name AS constraint_schema, o.name AS constraint_name, current_database()::varchar(128) AS table_catalog, s.name AS table_schema, t.name AS table_name,
  CASE o.type WHEN 'PK' THEN 'PRIMARY KEY' WHEN 'UQ' THEN 'UNIQUE' WHEN 'F' THEN 'FOREIGN KEY' ELSE 'CHECK' END::varchar(11) AS constraint_type, 'NO'::varchar(2) AS is_deferrable, 'NO'::varchar(2) AS initially_deferred
FROM crosswalk.sys_objects o
  JOIN crosswalk.sys_objects t ON t.object_id = o.parent_object_id
  JOIN crosswalk.sys_schemas s ON s.schema_id = o.schema_id
WHERE o.type IN ('PK', 'UQ', 'F', 'C');
