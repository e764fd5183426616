-- SESSION_ROLES: roles that the session's user has.
CREATE OR REPLACE VIEW crosswalk.session_roles AS
SELECT upper(rolname) AS role FROM pg_roles WHERE pg_has_role(oid, 'member');
