-- sys.database_role_members over pg_auth_members.
CREATE OR REPLACE VIEW crosswalk.sys_database_role_members AS
SELECT m.roleid::int AS role_principal_id, m.member::int AS member_principal_id
FROM pg_auth_members m;
