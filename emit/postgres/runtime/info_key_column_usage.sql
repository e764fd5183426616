-- INFORMATION_SCHEMA.KEY_COLUMN_USAGE.
CREATE OR REPLACE VIEW crosswalk.info_key_column_usage AS
SELECT current_database()::varchar(128) AS constraint_catalog, s.name AS constraint_schema, k.conname::varchar(128) AS constraint_name, current_database()::varchar(128) AS table_catalog, s.name AS table_schema,
  c.relname::varchar(128) AS table_name, a.attname::varchar(128) AS column_name, x.pos::int AS ordinal_position
FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN crosswalk.sys_schemas s ON s.schema_id = k.connamespace::int
  CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS x (att, pos)
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.att
WHERE k.contype IN ('p', 'u', 'f') AND k.conparentid = 0;
