-- sys.sql_modules: the text of views and routines as PostgreSQL has it.
CREATE OR REPLACE VIEW crosswalk.sys_sql_modules AS
SELECT o.object_id AS object_id,
  CASE WHEN o.type = 'V' THEN pg_get_viewdef(v.oid) WHEN o.type = 'TR' THEN pg_get_functiondef(t.tgfoid) ELSE pg_get_functiondef(p.oid) END AS definition,
  true AS uses_ansi_nulls, true AS uses_quoted_identifier, false AS is_schema_bound, false AS is_recompiled
FROM crosswalk.sys_objects o
  LEFT JOIN pg_class v ON v.oid::int = o.object_id AND o.type = 'V'
  LEFT JOIN pg_trigger t ON t.oid::int = o.object_id AND o.type = 'TR'
  LEFT JOIN pg_proc p ON p.oid::int = o.object_id AND o.type IN ('P', 'FN', 'IF', 'TF')
WHERE o.type IN ('V', 'TR', 'P', 'FN', 'IF', 'TF');
