-- V$VERSION: PostgreSQL's own.
CREATE OR REPLACE VIEW crosswalk.v_version AS
SELECT version() AS banner, version() AS banner_full, current_setting('server_version') AS version, 'PostgreSQL' AS product, 'Production' AS status;
