-- ALL_USERS over pg_roles: roles that may log in.
CREATE OR REPLACE VIEW crosswalk.all_users AS
SELECT upper(rolname) AS username, oid::bigint AS user_id, NULL::timestamp(0) AS created, 'OPEN' AS account_status, NULL::text AS default_tablespace,
  NULL::text AS temporary_tablespace, 'DEFAULT' AS profile, NULL::timestamp(0) AS lock_date, rolvaliduntil::timestamp(0) AS expiry_date
FROM pg_roles WHERE rolcanlogin;
