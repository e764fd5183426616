-- DBMS_SCHEDULER.SET_ATTRIBUTE of a job, a program or a schedule; sql goes with an action or an interval that has been converted.
CREATE OR REPLACE FUNCTION crosswalk.job_attribute(name text, attribute text, value text, sql text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  a constant text := lower(attribute);
  who constant text := crosswalk.job_owner(name);
  key constant text := crosswalk.job_key(name);
  j crosswalk.jobs;
BEGIN
  IF a = 'repeat_interval' AND value IS NOT NULL AND sql IS NULL THEN
    PERFORM crosswalk.calendar_clauses(value);
  END IF;
  IF EXISTS (SELECT FROM crosswalk.job_schedules AS s WHERE s.owner = who AND s.schedule_name = key) THEN
    UPDATE crosswalk.job_schedules AS s
    SET repeat_interval = CASE a WHEN 'repeat_interval' THEN value ELSE s.repeat_interval END, next_sql = CASE a WHEN 'repeat_interval' THEN sql ELSE s.next_sql END,
      start_date = CASE a WHEN 'start_date' THEN value::timestamptz ELSE s.start_date END, end_date = CASE a WHEN 'end_date' THEN value::timestamptz ELSE s.end_date END,
      comments = CASE a WHEN 'comments' THEN value ELSE s.comments END
    WHERE s.owner = who AND s.schedule_name = key;
    RETURN;
  ELSIF EXISTS (SELECT FROM crosswalk.job_programs AS p WHERE p.owner = who AND p.program_name = key) THEN
    UPDATE crosswalk.job_programs AS p
    SET program_action = CASE a WHEN 'program_action' THEN value ELSE p.program_action END, action_sql = CASE a WHEN 'program_action' THEN sql ELSE p.action_sql END,
      program_type = CASE a WHEN 'program_type' THEN value ELSE p.program_type END, comments = CASE a WHEN 'comments' THEN value ELSE p.comments END,
      number_of_arguments = CASE a WHEN 'number_of_arguments' THEN value::numeric ELSE p.number_of_arguments END
    WHERE p.owner = who AND p.program_name = key;
    RETURN;
  END IF;
  j := crosswalk.job_find(name);
  CASE a
    WHEN 'repeat_interval' THEN
      j.repeat_interval := value;
      j.next_sql := sql;
    WHEN 'job_action' THEN
      j.job_action := value;
      j.action_sql := sql;
    WHEN 'start_date' THEN j.start_date := value;
    WHEN 'end_date' THEN j.end_date := value;
    WHEN 'job_type' THEN j.job_type := upper(value);
    WHEN 'job_class' THEN j.job_class := value;
    WHEN 'comments' THEN j.comments := value;
    WHEN 'program_name' THEN j.program_name := value;
    WHEN 'schedule_name' THEN j.schedule_name := value;
    WHEN 'auto_drop' THEN j.auto_drop := value;
    WHEN 'max_runs' THEN j.max_runs := value::numeric;
    WHEN 'max_failures' THEN j.max_failures := value::numeric;
    WHEN 'number_of_arguments' THEN j.number_of_arguments := value::numeric;
    ELSE j.settings := j.settings || jsonb_build_object(a, value);
  END CASE;
  IF j.enabled AND a IN ('repeat_interval', 'start_date', 'end_date', 'schedule_name') THEN
    j.next_run_date := coalesce(crosswalk.job_next(j, true), 'infinity');
  END IF;
  DELETE FROM crosswalk.jobs AS x WHERE x.owner = j.owner AND x.job_name = j.job_name;
  INSERT INTO crosswalk.jobs SELECT j.*;
END
$$;
