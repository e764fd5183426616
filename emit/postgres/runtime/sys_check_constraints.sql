-- sys.check_constraints over pg_constraint.
CREATE OR REPLACE VIEW crosswalk.sys_check_constraints AS
SELECT k.conname::varchar(128) AS name, k.oid::int AS object_id, NULL::int AS principal_id, k.connamespace::int AS schema_id, k.conrelid::int AS parent_object_id,
  'C'::char(2) AS type, 'CHECK_CONSTRAINT'::varchar(60) AS type_desc, false AS is_ms_shipped, false AS is_disabled, false AS is_not_for_replication, NOT k.convalidated AS is_not_trusted,
  CASE WHEN cardinality(k.conkey) = 1 THEN k.conkey[1] ELSE 0 END::int AS parent_column_id, pg_get_expr(k.conbin, k.conrelid) AS definition, false AS is_system_named
FROM pg_constraint k
  JOIN crosswalk.sys_schemas s ON s.schema_id = k.connamespace::int
WHERE k.contype = 'c' AND k.conrelid <> 0 AND k.conparentid = 0;
