-- ALL_VIEWS over pg_views.
CREATE OR REPLACE VIEW crosswalk.all_views AS
SELECT upper(schemaname) AS owner, upper(viewname) AS view_name, length(definition) AS text_length, definition AS text, definition AS text_vc
FROM pg_views
WHERE schemaname NOT IN ('pg_catalog', 'information_schema');
