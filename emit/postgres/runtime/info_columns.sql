-- INFORMATION_SCHEMA.COLUMNS; types are SQL Server's for what the column is here.
CREATE OR REPLACE VIEW crosswalk.info_columns AS
SELECT current_database()::varchar(128) AS table_catalog, s.name AS table_schema, o.name AS table_name, c.name AS column_name, c.column_id AS ordinal_position, pg_get_expr(d.adbin, d.adrelid) AS column_default,
  CASE WHEN c.is_nullable THEN 'YES' ELSE 'NO' END::varchar(3) AS is_nullable, t.name AS data_type,
  CASE WHEN t.name IN ('varchar', 'char', 'varbinary') THEN c.max_length END::int AS character_maximum_length, CASE WHEN t.name IN ('varchar', 'char', 'varbinary') THEN c.max_length END::int AS character_octet_length,
  CASE WHEN t.name IN ('decimal', 'int', 'bigint', 'smallint', 'float', 'real', 'money') THEN c.precision END::smallint AS numeric_precision,
  CASE WHEN t.name IN ('float', 'real') THEN 2 WHEN t.name IN ('decimal', 'int', 'bigint', 'smallint', 'money') THEN 10 END::smallint AS numeric_precision_radix,
  CASE WHEN t.name IN ('decimal', 'int', 'bigint', 'smallint', 'money') THEN c.scale END::int AS numeric_scale,
  CASE WHEN t.name IN ('datetime', 'datetime2', 'datetimeoffset', 'time', 'date', 'smalldatetime') THEN c.scale END::smallint AS datetime_precision, c.collation_name AS collation_name
FROM crosswalk.sys_column_facts c
  JOIN crosswalk.sys_objects o ON o.object_id = c.object_id
  JOIN crosswalk.sys_schemas s ON s.schema_id = o.schema_id
  LEFT JOIN crosswalk.sys_types t ON t.user_type_id = c.system_type_id
  LEFT JOIN pg_attrdef d ON d.oid::int = c.default_object_id
WHERE o.type IN ('U', 'V');
