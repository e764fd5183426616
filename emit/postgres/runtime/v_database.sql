-- V$DATABASE over pg_database.
CREATE OR REPLACE VIEW crosswalk.v_database AS
SELECT oid::bigint AS dbid, upper(datname) AS name, datname::text AS db_unique_name, NULL::timestamp(0) AS created, 'ARCHIVELOG' AS log_mode,
  CASE WHEN pg_is_in_recovery() THEN 'READ ONLY' ELSE 'READ WRITE' END AS open_mode, CASE WHEN pg_is_in_recovery() THEN 'PHYSICAL STANDBY' ELSE 'PRIMARY' END AS database_role
FROM pg_database WHERE datname = current_database();
