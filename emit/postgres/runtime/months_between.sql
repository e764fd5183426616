-- MONTHS_BETWEEN: a whole number between equal days of a month or two last days; else with the rest in 31sts.
CREATE OR REPLACE FUNCTION crosswalk.months_between(a timestamp, b timestamp) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT (extract(year FROM a) - extract(year FROM b))::numeric * 12 + (extract(month FROM a) - extract(month FROM b))::numeric
    + CASE
      WHEN extract(day FROM a) = extract(day FROM b)
        OR extract(day FROM a + interval '1 day') = 1 AND extract(day FROM b + interval '1 day') = 1 THEN 0
      ELSE (extract(epoch FROM (a - date_trunc('month', a)) - (b - date_trunc('month', b))))::numeric / (86400 * 31)
    END
$$;
