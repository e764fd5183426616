-- sys.sequences over pg_sequence, without those of identity columns.
CREATE OR REPLACE VIEW crosswalk.sys_sequences AS
SELECT o.name AS name, o.object_id AS object_id, o.principal_id AS principal_id, o.schema_id AS schema_id, o.parent_object_id AS parent_object_id, o.type AS type,
  o.type_desc AS type_desc, o.is_ms_shipped AS is_ms_shipped, q.seqstart AS start_value, q.seqincrement AS increment, q.seqmin AS minimum_value, q.seqmax AS maximum_value,
  q.seqcycle AS is_cycling, q.seqcache > 1 AS is_cached, q.seqcache::int AS cache_size, coalesce(pg_sequence_last_value(q.seqrelid), q.seqstart) AS current_value
FROM pg_sequence q
  JOIN crosswalk.sys_objects o ON o.object_id = q.seqrelid::int AND o.type = 'SO'
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = q.seqrelid AND d.classid = 'pg_class'::regclass AND d.deptype = 'i');
