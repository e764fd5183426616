-- ALL_DEPENDENCIES over pg_depend: what views read. PostgreSQL does not record what routines use.
CREATE OR REPLACE VIEW crosswalk.all_dependencies AS
SELECT DISTINCT upper(vn.nspname) AS owner, upper(v.relname) AS name, CASE v.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END AS type,
  upper(tn.nspname) AS referenced_owner, upper(t.relname) AS referenced_name, CASE t.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS referenced_type, 'HARD' AS dependency_type
FROM pg_depend d
  JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
  JOIN pg_class v ON v.oid = r.ev_class
  JOIN pg_namespace vn ON vn.oid = v.relnamespace
  JOIN pg_class t ON t.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass AND t.oid <> v.oid
  JOIN pg_namespace tn ON tn.oid = t.relnamespace
WHERE vn.nspname NOT IN ('pg_catalog', 'information_schema');
