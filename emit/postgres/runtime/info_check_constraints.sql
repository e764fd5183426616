-- INFORMATION_SCHEMA.CHECK_CONSTRAINTS.
CREATE OR REPLACE VIEW crosswalk.info_check_constraints AS
SELECT current_database()::varchar(128) AS constraint_catalog, s.name AS constraint_schema, k.name AS constraint_name, k.definition AS check_clause
FROM crosswalk.sys_check_constraints k
  JOIN crosswalk.sys_schemas s ON s.schema_id = k.schema_id;
