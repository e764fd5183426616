-- sys.extended_properties: the comments of tables, views and columns, which MS_Description has become.
CREATE OR REPLACE VIEW crosswalk.sys_extended_properties AS
SELECT 1::smallint AS class, 'OBJECT_OR_COLUMN'::varchar(60) AS class_desc, d.objoid::int AS major_id, d.objsubid AS minor_id, 'MS_Description'::varchar(128) AS name, d.description AS value
FROM pg_description d
  JOIN pg_class c ON c.oid = d.objoid
  JOIN crosswalk.sys_schemas s ON s.schema_id = c.relnamespace::int
WHERE d.classoid = 'pg_class'::regclass;
