-- ALL_CONS_COLUMNS over pg_constraint.
CREATE OR REPLACE VIEW crosswalk.all_cons_columns AS
SELECT upper(n.nspname) AS owner, upper(k.conname) AS constraint_name, upper(c.relname) AS table_name, upper(a.attname) AS column_name, u.i::int AS position
FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = k.connamespace
  CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u (num, i)
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema');
