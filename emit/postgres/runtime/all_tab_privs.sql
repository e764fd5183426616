-- ALL_TAB_PRIVS over information_schema.table_privileges.
CREATE OR REPLACE VIEW crosswalk.all_tab_privs AS
SELECT upper(grantor) AS grantor, upper(grantee) AS grantee, upper(table_schema) AS owner, upper(table_schema) AS table_schema, upper(table_name) AS table_name,
  privilege_type::text AS privilege, is_grantable::text AS grantable
FROM information_schema.table_privileges
WHERE table_schema NOT IN ('pg_catalog', 'information_schema');
