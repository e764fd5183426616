-- ALL_OBJECTS over the catalogue. A schema that holds routines but is no user's shows as a package too.
CREATE OR REPLACE VIEW crosswalk.all_objects AS
SELECT upper(n.nspname) AS owner, upper(o.name) AS object_name, NULL::text AS subobject_name, o.id AS object_id, o.typ AS object_type,
  NULL::timestamp(0) AS created, NULL::timestamp(0) AS last_ddl_time, 'VALID' AS status, 'N' AS temporary, 'N' AS generated
FROM (
  SELECT relnamespace AS nsp, relname AS name, oid::bigint AS id, CASE relkind
      WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'i' THEN 'INDEX' WHEN 'I' THEN 'INDEX' ELSE 'TABLE'
    END AS typ
  FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'i', 'I')
  UNION ALL
  SELECT pronamespace, proname, oid::bigint, CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END FROM pg_proc
  UNION ALL
  SELECT c.relnamespace, t.tgname, t.oid::bigint, 'TRIGGER' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT typnamespace, typname, oid::bigint, 'TYPE' FROM pg_type WHERE typtype = 'd' OR typtype = 'c' AND typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c')
  UNION ALL
  SELECT p.nsp, s.nspname, s.oid::bigint + k.apart, k.typ
  FROM pg_namespace s
    JOIN (SELECT DISTINCT pronamespace AS oid FROM pg_proc) r ON r.oid = s.oid
    CROSS JOIN (SELECT oid AS nsp FROM pg_namespace WHERE nspname = current_schema()) p
    CROSS JOIN (VALUES ('PACKAGE', 0), ('PACKAGE BODY', 4294967296)) AS k (typ, apart)
  WHERE s.nspname <> current_schema()
) o
  JOIN pg_namespace n ON n.oid = o.nsp
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND o.name NOT IN ('pg_catalog', 'information_schema', 'pg_toast');
