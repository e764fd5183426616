-- V$PARAMETER over pg_settings: PostgreSQL's own parameters.
CREATE OR REPLACE VIEW crosswalk.v_parameter AS
SELECT name, setting AS value, setting AS display_value, CASE WHEN source = 'default' THEN 'TRUE' ELSE 'FALSE' END AS isdefault, short_desc AS description FROM pg_settings;
