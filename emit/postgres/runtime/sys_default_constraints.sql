-- sys.default_constraints over pg_attrdef. Defaults have no names here.
CREATE OR REPLACE VIEW crosswalk.sys_default_constraints AS
SELECT d.oid::int AS object_id, c.relnamespace::int AS schema_id, d.adrelid::int AS parent_object_id, 'D'::char(2) AS type, 'DEFAULT_CONSTRAINT'::varchar(60) AS type_desc,
  false AS is_ms_shipped, d.adnum::int AS parent_column_id, pg_get_expr(d.adbin, d.adrelid) AS definition
FROM pg_attrdef d
  JOIN pg_class c ON c.oid = d.adrelid
  JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  JOIN crosswalk.sys_schemas s ON s.schema_id = c.relnamespace::int
WHERE a.attgenerated = '';
