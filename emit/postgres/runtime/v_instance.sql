-- V$INSTANCE: the server.
CREATE OR REPLACE VIEW crosswalk.v_instance AS
SELECT 1 AS instance_number, current_database()::text AS instance_name, coalesce(host(inet_server_addr()), 'localhost') AS host_name,
  current_setting('server_version') AS version, pg_postmaster_start_time()::timestamp(0) AS startup_time, 'OPEN' AS status, 1 AS inst_id;
