-- ALL_TRIGGERS over pg_trigger.
CREATE OR REPLACE VIEW crosswalk.all_triggers AS
SELECT upper(n.nspname) AS owner, upper(t.tgname) AS trigger_name,
  CASE WHEN t.tgtype & 64 > 0 THEN 'INSTEAD OF' WHEN t.tgtype & 2 > 0 THEN 'BEFORE' ELSE 'AFTER' END || CASE WHEN t.tgtype & 1 > 0 THEN ' EACH ROW' ELSE ' STATEMENT' END AS trigger_type,
  concat_ws(' OR ', CASE WHEN t.tgtype & 4 > 0 THEN 'INSERT' END, CASE WHEN t.tgtype & 16 > 0 THEN 'UPDATE' END, CASE WHEN t.tgtype & 8 > 0 THEN 'DELETE' END) AS triggering_event,
  upper(n.nspname) AS table_owner, 'TABLE' AS base_object_type, upper(c.relname) AS table_name,
  CASE t.tgenabled WHEN 'D' THEN 'DISABLED' ELSE 'ENABLED' END AS status, p.prosrc AS trigger_body, pg_get_triggerdef(t.oid) AS description
FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal;
