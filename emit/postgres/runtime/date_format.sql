-- Turns a datetime format model of Oracle's TO_CHAR into PostgreSQL's: for a format that is not a constant.
CREATE OR REPLACE FUNCTION crosswalk.date_format(fmt text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  elements constant text := '^("[^"]*"|SYYYY|Y,YYY|YYYY|YYY|YY|RRRR|RR|YEAR|Y|IYYY|IYY|IY|IW|I|MONTH|MON|MM|MI|DAY|DY|DDD|DD|DL|DS|D|HH24|HH12|HH|SSSSS|SS|FF[1-9]?|[AP]\.?M\.?|A\.?D\.?|B\.?C\.?|SCC|CC|Q|WW|W|J|RM|TZH|TZM|TZR|TZD|TS|FM|FX|X|TH|.)';
  rest text := fmt;
  el text;
  up text;
  fm boolean := false;
  out text := '';
BEGIN
  WHILE rest <> '' LOOP
    el := (regexp_match(rest, elements, 'i'))[1];
    rest := pg_catalog.substr(rest, length(el) + 1);
    up := upper(el);
    IF up = 'FM' THEN
      fm := NOT fm;
    ELSIF up <> 'FX' THEN
      IF fm AND up ~ '^[A-Z]' AND up NOT IN ('X', 'TH') THEN
        out := out || 'FM';
      END IF;
      out := out || CASE up
        WHEN 'SYYYY' THEN ' YYYY' WHEN 'RRRR' THEN 'YYYY' WHEN 'RR' THEN 'YY' WHEN 'SSSSS' THEN 'SSSS' WHEN 'FF' THEN 'US' WHEN 'FF3' THEN 'MS'
        WHEN 'FF6' THEN 'US' WHEN 'FF7' THEN 'US"0"' WHEN 'FF8' THEN 'US"00"' WHEN 'FF9' THEN 'US"000"' WHEN 'SCC' THEN 'CC'
        WHEN 'DL' THEN 'FMDay, FMMonth FMDD, YYYY' WHEN 'DS' THEN 'FMMM/FMDD/YYYY' WHEN 'TS' THEN 'FMHH:MI:SS AM' WHEN 'TZR' THEN 'TZ' WHEN 'TZD' THEN 'TZ' WHEN 'X' THEN '.'
        ELSE el
      END;
    END IF;
  END LOOP;
  RETURN out;
END
$$;
