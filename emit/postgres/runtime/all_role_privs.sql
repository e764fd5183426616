-- ROLE_PRIVS over pg_auth_members.
CREATE OR REPLACE VIEW crosswalk.all_role_privs AS
SELECT upper(m.rolname) AS grantee, upper(r.rolname) AS granted_role, CASE WHEN a.admin_option THEN 'YES' ELSE 'NO' END AS admin_option, 'YES' AS default_role
FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member;
