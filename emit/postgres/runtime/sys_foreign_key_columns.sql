-- sys.foreign_key_columns over pg_constraint.
CREATE OR REPLACE VIEW crosswalk.sys_foreign_key_columns AS
SELECT k.oid::int AS constraint_object_id, x.pos::int AS constraint_column_id, k.conrelid::int AS parent_object_id, x.col::int AS parent_column_id,
  k.confrelid::int AS referenced_object_id, x.ref::int AS referenced_column_id
FROM pg_constraint k
  JOIN crosswalk.sys_schemas s ON s.schema_id = k.connamespace::int
  CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS x (col, ref, pos)
WHERE k.contype = 'f' AND k.conparentid = 0;
