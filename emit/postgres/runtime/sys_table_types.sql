-- sys.table_types: the table types, which are composite types here.
CREATE OR REPLACE VIEW crosswalk.sys_table_types AS
SELECT t.name AS name, t.system_type_id AS system_type_id, t.user_type_id AS user_type_id, t.schema_id AS schema_id, p.typrelid::int AS type_table_object_id,
  t.is_user_defined AS is_user_defined, t.is_table_type AS is_table_type, false AS is_memory_optimized
FROM crosswalk.sys_types t
  JOIN pg_type p ON p.oid::int = t.user_type_id
WHERE t.is_table_type;
