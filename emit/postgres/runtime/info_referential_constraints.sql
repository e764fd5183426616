-- INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS.
CREATE OR REPLACE VIEW crosswalk.info_referential_constraints AS
SELECT current_database()::varchar(128) AS constraint_catalog, s.name AS constraint_schema, f.name AS constraint_name, current_database()::varchar(128) AS unique_constraint_catalog,
  u.connamespace::regnamespace::text::varchar(128) AS unique_constraint_schema, u.conname::varchar(128) AS unique_constraint_name, 'SIMPLE'::varchar(7) AS match_option,
  replace(f.update_referential_action_desc, '_', ' ')::varchar(11) AS update_rule, replace(f.delete_referential_action_desc, '_', ' ')::varchar(11) AS delete_rule
FROM crosswalk.sys_foreign_keys f
  JOIN crosswalk.sys_schemas s ON s.schema_id = f.schema_id
  JOIN pg_constraint k ON k.oid::int = f.object_id
  LEFT JOIN pg_constraint u ON u.conindid = k.conindid AND u.contype IN ('p', 'u');
