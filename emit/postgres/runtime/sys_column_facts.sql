-- The columns of tables, views and table types, as sys.columns, sys.identity_columns and their kin show parts of.
CREATE OR REPLACE VIEW crosswalk.sys_column_facts AS
SELECT a.attrelid::int AS object_id, a.attname::varchar(128) AS name, a.attnum::int AS column_id, t.system_type_id AS system_type_id, t.user_type_id AS user_type_id,
  CASE
    WHEN t.name IN ('varchar', 'char') THEN CASE WHEN a.atttypmod > 4 THEN a.atttypmod - 4 ELSE -1 END
    WHEN t.name = 'varbinary' THEN -1
    WHEN t.name = 'decimal' THEN CASE WHEN a.atttypmod < 4 THEN 17 WHEN (a.atttypmod - 4) >> 16 < 10 THEN 5 WHEN (a.atttypmod - 4) >> 16 < 20 THEN 9 WHEN (a.atttypmod - 4) >> 16 < 29 THEN 13 ELSE 17 END
    ELSE t.max_length
  END::smallint AS max_length,
  CASE WHEN t.name = 'decimal' AND a.atttypmod >= 4 THEN (a.atttypmod - 4) >> 16 ELSE t.precision END::smallint AS precision,
  CASE WHEN t.name = 'decimal' AND a.atttypmod >= 4 THEN (a.atttypmod - 4) & 2047 WHEN t.name IN ('datetime2', 'time', 'datetimeoffset') AND a.atttypmod >= 0 THEN a.atttypmod ELSE t.scale END::smallint AS scale,
  (SELECT l.collname FROM pg_collation l WHERE l.oid = a.attcollation)::varchar(128) AS collation_name, NOT a.attnotnull AS is_nullable, false AS is_rowguidcol,
  a.attidentity <> '' AS is_identity, a.attgenerated <> '' AS is_computed, CASE WHEN a.attgenerated = '' THEN coalesce(d.oid, 0) ELSE 0 END::int AS default_object_id,
  false AS is_sparse, false AS is_hidden, false AS is_filestream, false AS is_ansi_padded, a.attrelid AS relation, d.oid AS expression
FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN crosswalk.sys_types t ON t.user_type_id = a.atttypid::int OR NOT t.is_user_defined AND t.name = crosswalk.sqlserver_type(a.atttypid, a.atttypmod)
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND a.attnum > 0 AND NOT a.attisdropped AND NOT c.relispartition
  AND (c.relnamespace::int IN (SELECT schema_id FROM crosswalk.sys_schemas) OR c.relnamespace = pg_my_temp_schema());
