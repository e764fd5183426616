-- INFORMATION_SCHEMA.PARAMETERS.
CREATE OR REPLACE VIEW crosswalk.info_parameters AS
SELECT current_database()::varchar(128) AS specific_catalog, s.name AS specific_schema, o.name AS specific_name, p.parameter_id AS ordinal_position,
  CASE WHEN p.is_output THEN 'INOUT' ELSE 'IN' END::varchar(10) AS parameter_mode, 'NO'::varchar(10) AS is_result, p.name AS parameter_name, t.name AS data_type,
  CASE WHEN t.name IN ('varchar', 'char', 'varbinary') THEN p.max_length END::int AS character_maximum_length, p.precision AS numeric_precision, p.scale::int AS numeric_scale
FROM crosswalk.sys_parameters p
  JOIN crosswalk.sys_objects o ON o.object_id = p.object_id
  JOIN crosswalk.sys_schemas s ON s.schema_id = o.schema_id
  LEFT JOIN crosswalk.sys_types t ON t.user_type_id = p.system_type_id;
