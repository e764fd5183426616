-- USER_ROLE_PRIVS: roles of the session's user.
CREATE OR REPLACE VIEW crosswalk.user_role_privs AS
SELECT grantee AS username, granted_role, admin_option, default_role FROM crosswalk.all_role_privs WHERE grantee = upper(session_user);
