-- sys.databases over pg_database.
CREATE OR REPLACE VIEW crosswalk.sys_databases AS
SELECT d.datname::varchar(128) AS name, d.oid::int AS database_id, NULL::int AS source_database_id, d.datcollate::varchar(128) AS collation_name, 0::smallint AS user_access, 'MULTI_USER'::varchar(60) AS user_access_desc,
  false AS is_read_only, 0::smallint AS state, 'ONLINE'::varchar(60) AS state_desc, false AS is_in_standby
FROM pg_database d
WHERE d.datallowconn AND NOT d.datistemplate;
