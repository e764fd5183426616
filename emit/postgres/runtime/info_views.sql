-- INFORMATION_SCHEMA.VIEWS; the text is PostgreSQL's.
CREATE OR REPLACE VIEW crosswalk.info_views AS
SELECT current_database()::varchar(128) AS table_catalog, s.name AS table_schema, o.name AS table_name, m.definition AS view_definition, 'NONE'::varchar(7) AS check_option, 'NO'::varchar(2) AS is_updatable
FROM crosswalk.sys_objects o
  JOIN crosswalk.sys_schemas s ON s.schema_id = o.schema_id
  JOIN crosswalk.sys_sql_modules m ON m.object_id = o.object_id
WHERE o.type = 'V';
