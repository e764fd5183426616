-- ALL_MVIEWS over pg_matviews.
CREATE OR REPLACE VIEW crosswalk.all_mviews AS
SELECT upper(schemaname) AS owner, upper(matviewname) AS mview_name, upper(matviewname) AS container_name, definition AS query, length(definition) AS query_len,
  'DEMAND' AS refresh_mode, 'COMPLETE' AS refresh_method, CASE WHEN ispopulated THEN 'FRESH' ELSE 'UNUSABLE' END AS staleness
FROM pg_matviews;
