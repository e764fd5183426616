-- sys.foreign_keys over pg_constraint.
CREATE OR REPLACE VIEW crosswalk.sys_foreign_keys AS
SELECT k.conname::varchar(128) AS name, k.oid::int AS object_id, NULL::int AS principal_id, k.connamespace::int AS schema_id, k.conrelid::int AS parent_object_id,
  'F'::char(2) AS type, 'FOREIGN_KEY_CONSTRAINT'::varchar(60) AS type_desc, false AS is_ms_shipped, k.confrelid::int AS referenced_object_id,
  n.index_id AS key_index_id, false AS is_disabled, false AS is_not_for_replication, NOT k.convalidated AS is_not_trusted,
  position(k.confdeltype::text IN 'acnd')::smallint - CASE k.confdeltype WHEN 'r' THEN 0 ELSE 1 END::smallint AS delete_referential_action,
  CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET_NULL' WHEN 'd' THEN 'SET_DEFAULT' ELSE 'NO_ACTION' END::varchar(60) AS delete_referential_action_desc,
  position(k.confupdtype::text IN 'acnd')::smallint - CASE k.confupdtype WHEN 'r' THEN 0 ELSE 1 END::smallint AS update_referential_action,
  CASE k.confupdtype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET_NULL' WHEN 'd' THEN 'SET_DEFAULT' ELSE 'NO_ACTION' END::varchar(60) AS update_referential_action_desc,
  false AS is_system_named
FROM pg_constraint k
  JOIN crosswalk.sys_schemas s ON s.schema_id = k.connamespace::int
  LEFT JOIN crosswalk.sys_index_numbers n ON n.index = k.conindid
WHERE k.contype = 'f' AND k.conparentid = 0;
