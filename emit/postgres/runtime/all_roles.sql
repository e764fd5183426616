-- DBA_ROLES over pg_roles.
CREATE OR REPLACE VIEW crosswalk.all_roles AS
SELECT upper(rolname) AS role, oid::bigint AS role_id, CASE WHEN rolcanlogin THEN 'YES' ELSE 'NO' END AS password_required FROM pg_roles;
