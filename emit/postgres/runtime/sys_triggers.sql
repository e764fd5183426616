-- sys.triggers over pg_trigger. A trigger of two kinds of event may be several here.
CREATE OR REPLACE VIEW crosswalk.sys_triggers AS
SELECT t.tgname::varchar(128) AS name, t.oid::int AS object_id, 1::smallint AS parent_class, 'OBJECT_OR_COLUMN'::varchar(60) AS parent_class_desc, t.tgrelid::int AS parent_id,
  'TR'::char(2) AS type, 'SQL_TRIGGER'::varchar(60) AS type_desc, false AS is_ms_shipped, t.tgenabled = 'D' AS is_disabled, t.tgtype & 64 = 64 AS is_instead_of_trigger
FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid
  JOIN crosswalk.sys_schemas s ON s.schema_id = c.relnamespace::int
WHERE NOT t.tgisinternal;
