-- TZ_OFFSET: the present offset of a zone from UTC, as +HH:MI.
CREATE OR REPLACE FUNCTION crosswalk.tz_offset(zone text) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN zone ~ '^[+-]' THEN zone
    ELSE (SELECT CASE WHEN o < interval '0' THEN '-' ELSE '+' END || to_char(CASE WHEN o < interval '0' THEN -o ELSE o END, 'HH24:MI')
      FROM (SELECT (now() AT TIME ZONE zone) - (now() AT TIME ZONE 'UTC') AS o) AS t)
  END
$$;
