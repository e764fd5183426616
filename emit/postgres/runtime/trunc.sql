-- TRUNC(date, format) for the formats that date_trunc has no word for, or one that is not a constant.
CREATE OR REPLACE FUNCTION crosswalk.trunc(d timestamp, fmt text) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  f text := upper(fmt);
BEGIN
  RETURN CASE
    WHEN f IN ('DD', 'DDD', 'J') THEN date_trunc('day', d)
    WHEN f IN ('MM', 'MON', 'MONTH', 'RM') THEN date_trunc('month', d)
    WHEN f IN ('YYYY', 'YYY', 'YY', 'Y', 'YEAR', 'SYYYY', 'SYEAR') THEN date_trunc('year', d)
    WHEN f = 'Q' THEN date_trunc('quarter', d)
    WHEN f IN ('HH', 'HH12', 'HH24') THEN date_trunc('hour', d)
    WHEN f = 'MI' THEN date_trunc('minute', d)
    WHEN f IN ('CC', 'SCC') THEN date_trunc('century', d)
    WHEN f = 'IW' THEN date_trunc('week', d)
    WHEN f IN ('IYYY', 'IYY', 'IY', 'I') THEN date_trunc('week', make_date(extract(isoyear FROM d)::int, 1, 4)::timestamp)
    WHEN f = 'WW' THEN date_trunc('day', d) - ((extract(doy FROM d)::int - 1) % 7) * interval '1 day'
    WHEN f = 'W' THEN date_trunc('day', d) - ((extract(day FROM d)::int - 1) % 7) * interval '1 day'
    WHEN f IN ('D', 'DY', 'DAY') THEN date_trunc('day', d) - extract(dow FROM d)::int * interval '1 day'
    ELSE crosswalk.bad_format('TRUNC', fmt)
  END;
END
$$;
