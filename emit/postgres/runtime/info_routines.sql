-- INFORMATION_SCHEMA.ROUTINES; the text is PostgreSQL's.
CREATE OR REPLACE VIEW crosswalk.info_routines AS
SELECT current_database()::varchar(128) AS specific_catalog, s.name AS specific_schema, o.name AS specific_name, current_database()::varchar(128) AS routine_catalog, s.name AS routine_schema, o.name AS routine_name,
  CASE o.type WHEN 'P' THEN 'PROCEDURE' ELSE 'FUNCTION' END::varchar(20) AS routine_type,
  CASE WHEN o.type IN ('IF', 'TF') THEN 'TABLE' WHEN o.type = 'FN' THEN crosswalk.sqlserver_type(p.prorettype, -1) END::varchar(128) AS data_type,
  pg_get_functiondef(p.oid) AS routine_definition, 'SQL'::varchar(30) AS routine_body
FROM crosswalk.sys_objects o
  JOIN crosswalk.sys_schemas s ON s.schema_id = o.schema_id
  JOIN pg_proc p ON p.oid::int = o.object_id
WHERE o.type IN ('P', 'FN', 'IF', 'TF');
