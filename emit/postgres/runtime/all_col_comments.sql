-- ALL_COL_COMMENTS over pg_description.
CREATE OR REPLACE VIEW crosswalk.all_col_comments AS
SELECT upper(n.nspname) AS owner, upper(c.relname) AS table_name, upper(a.attname) AS column_name, col_description(c.oid, a.attnum) AS comments
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast');
