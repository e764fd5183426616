-- USER_SCHEDULER_PROGRAMS: what the current schema has of ALL_SCHEDULER_PROGRAMS.
CREATE OR REPLACE VIEW crosswalk.user_scheduler_programs AS
SELECT * FROM crosswalk.all_scheduler_programs WHERE owner = upper(current_schema());
