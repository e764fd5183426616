-- Whether a day fits a calendaring expression that starts at a time. What no clause says is taken from the start.
CREATE OR REPLACE FUNCTION crosswalk.calendar_day(c jsonb, start timestamp, d date) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  freq constant text := c #>> '{FREQ,0}';
  step constant integer := coalesce((c #>> '{INTERVAL,0}')::integer, 1);
  s constant date := start::date;
  month constant integer := extract(month FROM d);
  day constant integer := extract(day FROM d);
  last constant integer := extract(day FROM date_trunc('month', d) + interval '1 month - 1 day');
  year_day constant integer := extract(doy FROM d);
  year_last constant integer := extract(doy FROM make_date(extract(year FROM d)::integer, 12, 31));
  week constant integer := extract(week FROM d);
  week_last constant integer := extract(week FROM make_date(extract(isoyear FROM d)::integer, 12, 28));
  name constant text := (ARRAY['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'])[extract(isodow FROM d)];
  free boolean := NOT c ?| ARRAY['BYYEARDAY', 'BYDATE', 'BYMONTHDAY', 'BYDAY'];
  at integer;
  from_end integer;
BEGIN
  IF step > 1 AND 0 <> (CASE freq
    WHEN 'YEARLY' THEN extract(year FROM d) - extract(year FROM s)
    WHEN 'MONTHLY' THEN (extract(year FROM d) - extract(year FROM s)) * 12 + month - extract(month FROM s)
    WHEN 'WEEKLY' THEN (date_trunc('week', d)::date - date_trunc('week', s)::date) / 7
    WHEN 'DAILY' THEN d - s
    ELSE 0
  END)::integer % step THEN
    RETURN false;
  ELSIF c ? 'BYMONTH' AND NOT c -> 'BYMONTH' ?| ARRAY[month::text, lpad(month::text, 2, '0'), (ARRAY['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'])[month]] THEN
    RETURN false;
  ELSIF c ? 'BYWEEKNO' AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(c -> 'BYWEEKNO') AS x WHERE x::integer IN (week, week - week_last - 1)) THEN
    RETURN false;
  ELSIF c ? 'BYYEARDAY' AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(c -> 'BYYEARDAY') AS x WHERE x::integer IN (year_day, year_day - year_last - 1)) THEN
    RETURN false;
  ELSIF c ? 'BYDATE' AND NOT c -> 'BYDATE' ?| ARRAY[to_char(d, 'MMDD'), to_char(d, 'YYYYMMDD')] THEN
    RETURN false;
  ELSIF c ? 'BYMONTHDAY' AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(c -> 'BYMONTHDAY') AS x WHERE x::integer IN (day, day - last - 1)) THEN
    RETURN false;
  ELSIF c ? 'BYDAY' THEN
    IF freq = 'MONTHLY' OR freq = 'YEARLY' AND c ? 'BYMONTH' THEN
      at := (day + 6) / 7;
      from_end := -((last - day) / 7 + 1);
    ELSE
      at := (year_day + 6) / 7;
      from_end := -((year_last - year_day) / 7 + 1);
    END IF;
    IF NOT c -> 'BYDAY' ?| ARRAY[name, at || name, '+' || at || name, from_end || name] THEN
      RETURN false;
    END IF;
  END IF;
  RETURN CASE
    WHEN NOT free THEN true
    WHEN freq = 'YEARLY' AND c ? 'BYWEEKNO' OR freq = 'WEEKLY' THEN extract(isodow FROM d) = extract(isodow FROM s)
    WHEN freq = 'YEARLY' AND NOT c ? 'BYMONTH' THEN month = extract(month FROM s) AND day = extract(day FROM s)
    WHEN freq IN ('YEARLY', 'MONTHLY') THEN day = extract(day FROM s)
    ELSE true
  END;
END
$$;
