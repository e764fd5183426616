-- TO_DATE and TO_TIMESTAMP for what PostgreSQL's own read otherwise: years of fewer than four digits, parts that are
-- missing (the year and month are the present ones, the day is 1), a format that is not a constant, a text that may not
-- fit its format. A text may end where the time of day begins.
CREATE OR REPLACE FUNCTION crosswalk.to_date(s text, fmt text) RETURNS timestamp
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  elements constant text := '^("[^"]*"|SYYYY|Y,YYY|YYYY|YYY|YY|RRRR|RR|Y|MONTH|MON|MM|MI|DAY|DY|DDD|DD|D|HH24|HH12|HH|SSSSS|SS|FF[1-9]?|[AP]\.?M\.?|A\.?D\.?|B\.?C\.?|J|RM|FM|FX|X|TH|[^A-Z])';
  rest text := upper(trim(s));
  f text := upper(fmt);
  el text;
  t text;
  now_date constant date := current_date;
  y int := extract(year FROM now_date);
  mo int := extract(month FROM now_date);
  d int := 1;
  doy int;
  jd int;
  h int := 0;
  mi int := 0;
  sec int := 0;
  frac numeric := 0;
  pm boolean;
  bc boolean := false;
  day_seconds int;
BEGIN
  IF s = '' THEN
    RETURN NULL;
  ELSIF translate(s, '012345678', '999999999') = (CASE fmt WHEN 'YYYY-MM-DD' THEN '9999-99-99' WHEN 'DD.MM.YYYY' THEN '99.99.9999'
    WHEN 'MM/DD/YYYY' THEN '99/99/9999' WHEN 'DD/MM/YYYY' THEN '99/99/9999' WHEN 'YYYYMMDD' THEN '99999999' WHEN 'DD-MM-YYYY' THEN '99-99-9999'
    WHEN 'YYYY/MM/DD' THEN '9999/99/99' WHEN 'DDMMYYYY' THEN '99999999' END)
    AND (CASE left(fmt, 2) WHEN 'DD' THEN left(s, 2) WHEN 'MM' THEN pg_catalog.substr(s, 4, 2) ELSE right(s, 2) END) BETWEEN '01' AND '28' AND s !~ '0000' THEN
    RETURN pg_catalog.to_date(s, fmt); -- the usual case, at the speed of the server
  END IF;
  WHILE f <> '' LOOP
    el := (regexp_match(f, elements))[1];
    IF el IS NULL THEN
      RAISE invalid_datetime_format USING MESSAGE = format('date format %L is not recognized', fmt);
    END IF;
    f := pg_catalog.substr(f, length(el) + 1);
    IF el !~ '^([A-Z]|Y,)' THEN
      rest := CASE
        WHEN el = ' ' THEN ltrim(rest)
        WHEN el LIKE '"%' THEN pg_catalog.substr(rest, length(el) - 1)
        WHEN rest ~ '^[^A-Z0-9+-]' OR left(rest, 1) = el THEN pg_catalog.substr(rest, 2)
        ELSE rest
      END;
      CONTINUE;
    END IF;
    CONTINUE WHEN el IN ('FM', 'FX', 'TH');
    IF el NOT IN ('X') THEN
      rest := ltrim(rest);
    END IF;
    IF rest = '' THEN
      EXIT WHEN el ~ '^(HH|MI|SS|FF|X|[AP]\.?M)';
      RAISE invalid_datetime_format USING MESSAGE = format('%L is not long enough for the date format %L', s, fmt);
    END IF;
    t := (regexp_match(rest, CASE
      WHEN el IN ('SYYYY') THEN '^[+-]?[0-9]{1,4}'
      WHEN el IN ('YYYY', 'RRRR') THEN '^[0-9]{1,4}'
      WHEN el = 'Y,YYY' THEN '^[0-9],?[0-9]{3}'
      WHEN el = 'YYY' OR el = 'DDD' THEN '^[0-9]{1,3}'
      WHEN el IN ('RR', 'YY') THEN CASE WHEN rest ~ '^[0-9]{4}([^0-9]|$)' THEN '^[0-9]{4}' ELSE '^[0-9]{1,2}' END
      WHEN el IN ('MM', 'DD', 'HH24', 'HH12', 'HH', 'MI', 'SS') THEN CASE WHEN el = 'MM' AND rest ~ '^[A-Z]' THEN '^[A-Z]+' ELSE '^[0-9]{1,2}' END
      WHEN el IN ('Y', 'D') THEN '^[0-9]'
      WHEN el = 'SSSSS' THEN '^[0-9]{1,5}'
      WHEN el LIKE 'FF%' THEN '^[0-9]{1,9}'
      WHEN el = 'J' THEN '^[0-9]{1,7}'
      WHEN el = 'MON' THEN '^([A-Z]{3}|[0-9]{1,2})'
      WHEN el = 'X' THEN '^[.,]'
      WHEN el ~ '^[ABP]\.?[MDC]' THEN '^[ABP]\.?[MDC]\.?'
      ELSE '^[A-Z]+'
    END))[1];
    IF t IS NULL THEN
      CONTINUE WHEN el = 'X' OR el LIKE 'FF%';
      RAISE invalid_datetime_format USING MESSAGE = format('%L does not fit the date format %L at %s', s, fmt, el);
    END IF;
    rest := pg_catalog.substr(rest, length(t) + 1);
    CASE
      WHEN el IN ('YYYY', 'SYYYY', 'Y,YYY') THEN
        y := replace(t, ',', '')::int;
        IF y < 0 THEN
          y := -y;
          bc := true;
        END IF;
      WHEN el IN ('YYY', 'YY', 'Y') THEN
        y := CASE WHEN length(t) = 4 THEN t::int ELSE y - y % (10 ^ length(el))::int + t::int END;
      WHEN el IN ('RR', 'RRRR') THEN
        y := CASE
          WHEN length(t) > 2 THEN t::int
          WHEN t::int < 50 THEN y - y % 100 + t::int + CASE WHEN y % 100 >= 50 THEN 100 ELSE 0 END
          ELSE y - y % 100 + t::int - CASE WHEN y % 100 < 50 THEN 100 ELSE 0 END
        END;
      WHEN el IN ('MM', 'MON', 'MONTH') THEN
        IF t ~ '^[0-9]' THEN
          mo := t::int;
        ELSE
          mo := (strpos('JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC', left(t, 3)) + 2) / 3;
        END IF;
      WHEN el = 'RM' THEN
        mo := array_position(ARRAY['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'], t);
      WHEN el = 'DD' THEN
        d := t::int;
        IF d NOT BETWEEN 1 AND 31 THEN
          RAISE datetime_field_overflow USING MESSAGE = format('day %s is out of range', t);
        END IF;
      WHEN el = 'DDD' THEN doy := t::int;
      WHEN el IN ('HH24', 'HH12', 'HH') THEN
        h := t::int;
        IF h NOT BETWEEN (el <> 'HH24')::int AND (CASE el WHEN 'HH24' THEN 23 ELSE 12 END) THEN
          RAISE datetime_field_overflow USING MESSAGE = format('hour %s is out of range', t);
        END IF;
      WHEN el IN ('MI', 'SS') THEN
        IF t::int > 59 THEN
          RAISE datetime_field_overflow USING MESSAGE = format('%s %s is out of range', CASE el WHEN 'MI' THEN 'minute' ELSE 'second' END, t);
        ELSIF el = 'MI' THEN
          mi := t::int;
        ELSE
          sec := t::int;
        END IF;
      WHEN el = 'SSSSS' THEN day_seconds := t::int;
      WHEN el LIKE 'FF%' THEN frac := ('0.' || t)::numeric;
      WHEN el ~ '^[AP]\.?M' THEN pm := t ~ '^P';
      WHEN el ~ '^[AB]\.?[DC]' THEN bc := t ~ '^B';
      WHEN el = 'J' THEN jd := t::int;
      ELSE NULL;
    END CASE;
  END LOOP;
  IF rest ~ '[^[:space:]]' THEN
    RAISE invalid_datetime_format USING MESSAGE = format('%L is longer than the date format %L', s, fmt);
  END IF;
  IF pm IS NOT NULL THEN
    h := h % 12 + CASE WHEN pm THEN 12 ELSE 0 END;
  END IF;
  IF day_seconds IS NOT NULL THEN
    h := day_seconds / 3600;
    mi := day_seconds / 60 % 60;
    sec := day_seconds % 60;
  END IF;
  IF jd IS NOT NULL THEN
    RETURN (date '4714-11-24 BC' + jd)::timestamp + make_interval(hours => h, mins => mi, secs => sec);
  END IF;
  IF bc THEN
    y := -y;
  END IF;
  IF doy IS NOT NULL THEN
    RETURN make_timestamp(y, 1, 1, h, mi, sec + frac::float8) + (doy - 1) * interval '1 day';
  END IF;
  IF mo BETWEEN 1 AND 12 AND d > extract(day FROM make_date(y, mo, 1) + interval '1 month - 1 day') THEN
    RAISE datetime_field_overflow USING MESSAGE = format('day %s is not valid for the month', d);
  END IF;
  RETURN make_timestamp(y, mo, d, h, mi, sec + frac::float8);
END
$$;
