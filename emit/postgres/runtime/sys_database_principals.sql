-- sys.database_principals over pg_roles: who may log in is a user, the others are roles.
CREATE OR REPLACE VIEW crosswalk.sys_database_principals AS
SELECT r.rolname::varchar(128) AS name, r.oid::int AS principal_id, CASE WHEN r.rolcanlogin THEN 'S' ELSE 'R' END::char(1) AS type,
  CASE WHEN r.rolcanlogin THEN 'SQL_USER' ELSE 'DATABASE_ROLE' END::varchar(60) AS type_desc, r.rolname ~ '^pg_' AS is_fixed_role
FROM pg_roles r;
