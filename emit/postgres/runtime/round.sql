-- ROUND(date, format): to the nearer unit, a half goes up: July 1, the 16th day, noon.
CREATE OR REPLACE FUNCTION crosswalk.round(d timestamp, fmt text DEFAULT 'DD') RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  f text := upper(fmt);
  t timestamp := crosswalk.trunc(d, fmt);
BEGIN
  RETURN CASE
    WHEN f IN ('DD', 'DDD', 'J') THEN date_trunc('day', d + interval '12 hours')
    WHEN f IN ('HH', 'HH12', 'HH24') THEN date_trunc('hour', d + interval '30 minutes')
    WHEN f = 'MI' THEN date_trunc('minute', d + interval '30 seconds')
    WHEN f IN ('MM', 'MON', 'MONTH', 'RM') THEN t + CASE WHEN extract(day FROM d) >= 16 THEN interval '1 month' ELSE interval '0' END
    WHEN f = 'Q' THEN t + CASE WHEN d >= t + interval '1 month 15 days' THEN interval '3 months' ELSE interval '0' END
    WHEN f IN ('YYYY', 'YYY', 'YY', 'Y', 'YEAR', 'SYYYY', 'SYEAR') THEN date_trunc('year', d + interval '6 months')
    WHEN f IN ('CC', 'SCC') THEN t + CASE WHEN extract(year FROM d) - extract(year FROM t) >= 50 THEN interval '100 years' ELSE interval '0' END
    WHEN f IN ('IYYY', 'IYY', 'IY', 'I') THEN crosswalk.trunc(d + CASE WHEN extract(month FROM d) >= 7 THEN interval '6 months' ELSE interval '0' END, f)
    ELSE t + CASE WHEN d - t >= interval '3 days 12 hours' THEN interval '7 days' ELSE interval '0' END
  END;
END
$$;
