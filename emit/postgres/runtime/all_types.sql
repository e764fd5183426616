-- ALL_TYPES over pg_type.
CREATE OR REPLACE VIEW crosswalk.all_types AS
SELECT upper(n.nspname) AS owner, upper(t.typname) AS type_name, CASE t.typtype WHEN 'c' THEN 'OBJECT' ELSE 'COLLECTION' END AS typecode,
  coalesce(c.relnatts, 0)::int AS attributes, 0 AS methods, 'NO' AS predefined, 'NO' AS incomplete, 'YES' AS final,
  'YES' AS instantiable, NULL::text AS supertype_owner, NULL::text AS supertype_name
FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE (t.typtype = 'd' OR c.relkind = 'c') AND n.nspname NOT IN ('pg_catalog', 'information_schema');
