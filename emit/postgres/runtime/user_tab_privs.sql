-- USER_TAB_PRIVS: privileges that the session's user has given or been given.
CREATE OR REPLACE VIEW crosswalk.user_tab_privs AS
SELECT * FROM crosswalk.all_tab_privs WHERE grantee = upper(session_user) OR grantor = upper(session_user);
