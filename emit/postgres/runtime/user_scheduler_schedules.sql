-- USER_SCHEDULER_SCHEDULES: what the current schema has of ALL_SCHEDULER_SCHEDULES.
CREATE OR REPLACE VIEW crosswalk.user_scheduler_schedules AS
SELECT * FROM crosswalk.all_scheduler_schedules WHERE owner = upper(current_schema());
