-- USER_USERS: the session's user.
CREATE OR REPLACE VIEW crosswalk.user_users AS
SELECT * FROM crosswalk.all_users WHERE username = upper(session_user);
