-- TO_TIMESTAMP_TZ by a format that ends with the time zone: TZR (a region, its abbreviation TZD behind it, or an offset), TZH and
-- TZM. A text that ends before is in the time zone of the session.
CREATE OR REPLACE FUNCTION crosswalk.to_timestamp_tz(s text, fmt text) RETURNS timestamptz
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  zoned text := (regexp_match(fmt, '(TZR\s*TZD|TZH\s*:?\s*TZM|TZR|TZH|TZD)\s*$', 'i'))[1];
  zone text;
  parts text[];
BEGIN
  IF zoned IS NULL THEN
    RETURN crosswalk.to_date(s, fmt)::timestamptz;
  END IF;
  fmt := rtrim(pg_catalog.substr(rtrim(fmt), 1, length(rtrim(fmt)) - length(zoned)));
  IF zoned ~* '^TZH' THEN
    zone := (regexp_match(s, '[+-]?\s*\d{1,2}(:?\d{2})?\s*$'))[1];
    parts := regexp_match(s, CASE WHEN zoned ~* 'TZM' THEN '([+-]?)(\d{1,2}):?(\d{2})\s*$' ELSE '([+-]?)(\d{1,2})()\s*$' END);
  ELSE
    parts := regexp_match(s, '([+-])(\d{1,2}):(\d{2})\s*$');
    IF parts IS NULL THEN
      zone := (regexp_match(s, '\s([A-Za-z][A-Za-z_]*(?:/[A-Za-z0-9_+-]+)*)(?:\s+[A-Za-z]+)?\s*$'))[1];
      -- AM and PM are part of the time.
      IF upper(zone) IN ('AM', 'PM') THEN
        zone := (regexp_match(s, '\s[AaPp][Mm]\s+([A-Za-z][A-Za-z_/]*)\s*$'))[1];
      END IF;
    END IF;
  END IF;
  IF parts IS NOT NULL THEN
    s := regexp_replace(s, '\s*[+-]?\d{1,2}(:?\d{2})?\s*$', '');
    RETURN crosswalk.to_date(s, fmt) AT TIME ZONE
      (make_interval(hours => parts[2]::int, mins => coalesce(nullif(parts[3], ''), '0')::int) * CASE parts[1] WHEN '-' THEN -1 ELSE 1 END);
  END IF;
  IF zone IS NULL THEN
    RETURN crosswalk.to_date(s, fmt)::timestamptz;
  END IF;
  RETURN crosswalk.to_date(pg_catalog.substr(s, 1, strpos(s, ' ' || zone) - 1), fmt) AT TIME ZONE zone;
END
$$;
