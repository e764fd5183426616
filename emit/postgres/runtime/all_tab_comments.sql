-- ALL_TAB_COMMENTS over pg_description.
CREATE OR REPLACE VIEW crosswalk.all_tab_comments AS
SELECT upper(n.nspname) AS owner, upper(c.relname) AS table_name, CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS table_type, obj_description(c.oid, 'pg_class') AS comments
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast');
