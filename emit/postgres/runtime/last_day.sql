-- LAST_DAY: the last day of the month, at the same time of day.
CREATE OR REPLACE FUNCTION crosswalk.last_day(d timestamp) RETURNS timestamp
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT date_trunc('month', d) + interval '1 month' - interval '1 day' + (d - date_trunc('day', d)) $$;
