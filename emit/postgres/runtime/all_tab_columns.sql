-- ALL_TAB_COLUMNS over pg_attribute.
CREATE OR REPLACE VIEW crosswalk.all_tab_columns AS
SELECT upper(n.nspname) AS owner, upper(c.relname) AS table_name, upper(a.attname) AS column_name,
  crosswalk.oracle_type(a.atttypid, a.atttypmod) AS data_type,
  CASE WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) AND a.atttypmod > 0 THEN a.atttypmod - 4 WHEN a.attlen > 0 THEN a.attlen ELSE 4000 END AS data_length,
  CASE
    WHEN a.atttypid = 'numeric'::regtype AND a.atttypmod > 0 THEN (a.atttypmod - 4) >> 16 & 65535
    WHEN a.atttypid = 'int2'::regtype THEN 4 WHEN a.atttypid = 'int4'::regtype THEN 9 WHEN a.atttypid = 'int8'::regtype THEN 18
  END AS data_precision,
  CASE
    WHEN a.atttypid = 'numeric'::regtype AND a.atttypmod > 0 THEN (a.atttypmod - 4) & 2047
    WHEN a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) THEN 0
  END AS data_scale,
  CASE WHEN a.attnotnull THEN 'N' ELSE 'Y' END AS nullable, a.attnum::int AS column_id, pg_get_expr(d.adbin, d.adrelid) AS data_default,
  CASE WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) AND a.atttypmod > 0 THEN a.atttypmod - 4 ELSE 0 END AS char_length,
  CASE WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) THEN 'C' END AS char_used, 'NO' AS hidden_column,
  CASE WHEN a.attgenerated = '' THEN 'NO' ELSE 'YES' END AS virtual_column, CASE WHEN a.attidentity = '' THEN 'NO' ELSE 'YES' END AS identity_column, NULL::bigint AS num_distinct, NULL::bigint AS num_nulls, length(pg_get_expr(d.adbin, d.adrelid)) AS default_length, a.attnum::int AS internal_column_id, NULL::text AS data_type_owner
FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast');
