-- sys.tables: the tables of sys.objects.
CREATE OR REPLACE VIEW crosswalk.sys_tables AS
SELECT o.name AS name, o.object_id AS object_id, o.principal_id AS principal_id, o.schema_id AS schema_id, o.parent_object_id AS parent_object_id, o.type AS type, o.type_desc AS type_desc, o.is_ms_shipped AS is_ms_shipped, o.is_published AS is_published, o.is_schema_published AS is_schema_published,
  0::smallint AS temporal_type, 'NON_TEMPORAL_TABLE'::varchar(60) AS temporal_type_desc, false AS is_memory_optimized, false AS is_filetable, false AS is_external
FROM crosswalk.sys_objects o
WHERE o.type = 'U';
