-- sys.types: SQL Server's own types with their numbers, and the domains and table types of the database with their oid.
CREATE OR REPLACE VIEW crosswalk.sys_types AS
SELECT t.name::varchar(128) AS name, t.id::smallint AS system_type_id, t.nsp::int AS schema_id, t.usr::int AS user_type_id, t.len::smallint AS max_length,
  t.prec::smallint AS precision, t.scale::smallint AS scale, true AS is_nullable, t.usr > 256 AS is_user_defined, false AS is_assembly_type, t.tab AS is_table_type
FROM (
  SELECT v.name, v.id, 4 AS nsp, v.id::bigint AS usr, v.len, v.prec, v.scale, false AS tab
  FROM (VALUES ('image', 34, 16, 0, 0), ('text', 35, 16, 0, 0), ('uniqueidentifier', 36, 16, 0, 0), ('date', 40, 3, 10, 0), ('time', 41, 5, 16, 7),
    ('datetime2', 42, 8, 27, 7), ('datetimeoffset', 43, 10, 34, 7), ('tinyint', 48, 1, 3, 0), ('smallint', 52, 2, 5, 0), ('int', 56, 4, 10, 0),
    ('smalldatetime', 58, 4, 16, 0), ('real', 59, 4, 24, 0), ('money', 60, 8, 19, 4), ('datetime', 61, 8, 23, 3), ('float', 62, 8, 53, 0), ('sql_variant', 98, 8016, 0, 0),
    ('ntext', 99, 16, 0, 0), ('bit', 104, 1, 1, 0), ('decimal', 106, 17, 38, 38), ('numeric', 108, 17, 38, 38), ('smallmoney', 122, 4, 10, 4), ('bigint', 127, 8, 19, 0),
    ('varbinary', 165, 8000, 0, 0), ('varchar', 167, 8000, 0, 0), ('binary', 173, 8000, 0, 0), ('char', 175, 8000, 0, 0), ('timestamp', 189, 8, 0, 0),
    ('nvarchar', 231, 8000, 0, 0), ('nchar', 239, 8000, 0, 0), ('xml', 241, -1, 0, 0)) AS v (name, id, len, prec, scale)
  UNION ALL
  SELECT 'sysname', 231, 4, 256, 256, 0, 0, false
  UNION ALL
  SELECT t.typname, CASE WHEN t.typtype = 'c' THEN 243 ELSE b.id END, t.typnamespace::bigint, t.oid::bigint, CASE WHEN t.typtype = 'c' THEN -1 WHEN t.typtypmod > 4 THEN t.typtypmod - 4 ELSE b.len END, b.prec, b.scale, t.typtype = 'c'
  FROM pg_type t
    JOIN crosswalk.sys_schemas s ON s.schema_id = t.typnamespace::int
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    LEFT JOIN (VALUES ('uniqueidentifier', 36, 16, 0, 0), ('date', 40, 3, 10, 0), ('time', 41, 5, 16, 7), ('datetime2', 42, 8, 27, 7), ('datetimeoffset', 43, 10, 34, 7), ('smallint', 52, 2, 5, 0),
      ('int', 56, 4, 10, 0), ('smalldatetime', 58, 4, 16, 0), ('real', 59, 4, 24, 0), ('datetime', 61, 8, 23, 3), ('float', 62, 8, 53, 0), ('bit', 104, 1, 1, 0),
      ('decimal', 106, 17, 38, 38), ('bigint', 127, 8, 19, 0), ('varbinary', 165, -1, 0, 0), ('varchar', 167, -1, 0, 0), ('char', 175, 1, 0, 0), ('xml', 241, -1, 0, 0)) AS b (name, id, len, prec, scale)
      ON b.name = crosswalk.sqlserver_type(t.typbasetype, t.typtypmod)
  WHERE t.typtype = 'd' OR t.typtype = 'c' AND c.relkind = 'c'
) t;
