-- The clauses of a calendaring expression: each word with the list behind it.
CREATE OR REPLACE FUNCTION crosswalk.calendar_clauses(calendar text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  clause text;
  name text;
  result jsonb := '{}';
BEGIN
  FOREACH clause IN ARRAY string_to_array(upper(regexp_replace(calendar, '\s+', '', 'g')), ';') LOOP
    name := split_part(clause, '=', 1);
    CONTINUE WHEN clause = '';
    IF name NOT IN ('FREQ', 'INTERVAL', 'BYMONTH', 'BYWEEKNO', 'BYYEARDAY', 'BYDATE', 'BYMONTHDAY', 'BYDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND', 'BYTIME', 'BYSETPOS')
      OR result ? name OR split_part(clause, '=', 2) = ''
      OR name = 'FREQ' AND split_part(clause, '=', 2) NOT IN ('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY') THEN
      RAISE EXCEPTION 'repeat interval or calendar contains invalid identifier: %', clause USING ERRCODE = 'X0L5G';
    END IF;
    result := result || jsonb_build_object(name, to_jsonb(string_to_array(regexp_replace(split_part(clause, '=', 2), '[()]', '', 'g'), ',')));
  END LOOP;
  IF NOT result ? 'FREQ' THEN
    RAISE EXCEPTION 'repeat interval or calendar contains invalid identifier: %', calendar USING ERRCODE = 'X0L5G';
  END IF;
  RETURN result;
END
$$;
