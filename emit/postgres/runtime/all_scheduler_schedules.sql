-- ALL_SCHEDULER_SCHEDULES.
CREATE OR REPLACE VIEW crosswalk.all_scheduler_schedules AS
SELECT s.owner, s.schedule_name, CASE WHEN s.next_sql IS NOT NULL THEN 'PLSQL' WHEN s.repeat_interval IS NOT NULL THEN 'CALENDAR' ELSE 'ONCE' END AS schedule_type, s.start_date, s.repeat_interval, s.end_date, s.comments
FROM crosswalk.job_schedules AS s;
