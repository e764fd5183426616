-- V$SESSION over pg_stat_activity.
CREATE OR REPLACE VIEW crosswalk.v_session AS
SELECT 1 AS inst_id, pid AS sid, pid AS "serial#", pid AS audsid, upper(usename) AS username, upper(usename) AS schemaname,
  CASE WHEN state = 'active' THEN 'ACTIVE' ELSE 'INACTIVE' END AS status, application_name AS program, application_name AS module,
  CASE WHEN pid = pg_backend_pid() THEN current_setting('crosswalk.action', true) END AS action,
  CASE WHEN pid = pg_backend_pid() THEN current_setting('crosswalk.client_info', true) END AS client_info,
  CASE WHEN pid = pg_backend_pid() THEN current_setting('crosswalk.client_identifier', true) END AS client_identifier,
  coalesce(client_hostname, host(client_addr)) AS machine, coalesce(client_hostname, host(client_addr)) AS terminal, usename::text AS osuser, pid::text AS process,
  CASE WHEN backend_type = 'client backend' THEN 'USER' ELSE 'BACKGROUND' END AS type, backend_start::timestamp(0) AS logon_time, wait_event AS event
FROM pg_stat_activity;
