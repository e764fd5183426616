-- ALL_SCHEDULER_PROGRAMS.
CREATE OR REPLACE VIEW crosswalk.all_scheduler_programs AS
SELECT p.owner, p.program_name, p.program_type, p.program_action, p.number_of_arguments, CASE WHEN p.enabled THEN 'TRUE' ELSE 'FALSE' END AS enabled, p.comments
FROM crosswalk.job_programs AS p;
