-- sys.key_constraints: primary keys and unique constraints.
CREATE OR REPLACE VIEW crosswalk.sys_key_constraints AS
SELECT k.conname::varchar(128) AS name, k.oid::int AS object_id, NULL::int AS principal_id, k.connamespace::int AS schema_id, k.conrelid::int AS parent_object_id,
  CASE k.contype WHEN 'p' THEN 'PK' ELSE 'UQ' END::char(2) AS type, CASE k.contype WHEN 'p' THEN 'PRIMARY_KEY_CONSTRAINT' ELSE 'UNIQUE_CONSTRAINT' END::varchar(60) AS type_desc,
  false AS is_ms_shipped, n.index_id AS unique_index_id, false AS is_system_named
FROM pg_constraint k
  JOIN crosswalk.sys_index_numbers n ON n.index = k.conindid
WHERE k.contype IN ('p', 'u');
