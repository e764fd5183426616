-- ALL_CONSTRAINTS over pg_constraint.
CREATE OR REPLACE VIEW crosswalk.all_constraints AS
SELECT upper(n.nspname) AS owner, upper(k.conname) AS constraint_name, CASE k.contype WHEN 'f' THEN 'R' ELSE upper(k.contype::text) END AS constraint_type,
  upper(c.relname) AS table_name, CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END AS search_condition,
  upper(rn.nspname) AS r_owner, upper(rk.conname) AS r_constraint_name,
  CASE WHEN k.contype = 'f' THEN CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'NO ACTION' END END AS delete_rule,
  'ENABLED' AS status, CASE WHEN k.condeferrable THEN 'DEFERRABLE' ELSE 'NOT DEFERRABLE' END AS deferrable,
  CASE WHEN k.condeferred THEN 'DEFERRED' ELSE 'IMMEDIATE' END AS deferred, CASE WHEN k.convalidated THEN 'VALIDATED' ELSE 'NOT VALIDATED' END AS validated,
  'USER NAME' AS generated, upper(i.relname) AS index_name
FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = k.connamespace
  LEFT JOIN pg_class i ON i.oid = k.conindid
  LEFT JOIN pg_constraint rk ON k.contype = 'f' AND rk.conindid = k.conindid AND rk.conrelid = k.confrelid AND rk.contype IN ('p', 'u')
  LEFT JOIN pg_namespace rn ON rn.oid = rk.connamespace
WHERE k.contype IN ('p', 'u', 'f', 'c') AND n.nspname NOT IN ('pg_catalog', 'information_schema');
