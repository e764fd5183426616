-- sys.views: the views of sys.objects.
CREATE OR REPLACE VIEW crosswalk.sys_views AS
SELECT o.name AS name, o.object_id AS object_id, o.principal_id AS principal_id, o.schema_id AS schema_id, o.parent_object_id AS parent_object_id, o.type AS type, o.type_desc AS type_desc, o.is_ms_shipped AS is_ms_shipped, o.is_published AS is_published, o.is_schema_published AS is_schema_published
FROM crosswalk.sys_objects o
WHERE o.type = 'V';
