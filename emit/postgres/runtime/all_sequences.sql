-- ALL_SEQUENCES over pg_sequences.
CREATE OR REPLACE VIEW crosswalk.all_sequences AS
SELECT upper(schemaname) AS sequence_owner, upper(schemaname) AS owner, upper(sequencename) AS sequence_name, min_value, max_value, increment_by,
  CASE WHEN cycle THEN 'Y' ELSE 'N' END AS cycle_flag, 'N' AS order_flag, cache_size, coalesce(last_value + increment_by, start_value) AS last_number
FROM pg_sequences;
