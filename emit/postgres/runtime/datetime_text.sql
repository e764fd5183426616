-- datetime_text writes the styles of CONVERT in which day and hour take two places, the first of them a blank: 0 and 100
-- (Jan  2 2024  3:04PM), 9 and 109 (with seconds and their fraction).
CREATE OR REPLACE FUNCTION crosswalk.datetime_text(d timestamp, style integer) RETURNS text AS $$
  SELECT to_char(d, 'Mon ') || lpad(to_char(d, 'FMDD'), 2) || to_char(d, ' YYYY ') || lpad(to_char(d, 'FMHH12'), 2) ||
    CASE WHEN style IN (9, 109) THEN to_char(d, ':MI:SS:MSAM') ELSE to_char(d, ':MIAM') END
$$ LANGUAGE sql STABLE STRICT;
CREATE OR REPLACE FUNCTION crosswalk.datetime_text(d timestamptz, style integer) RETURNS text AS $$
  SELECT crosswalk.datetime_text(d::timestamp, style) || to_char(d, ' TZH:TZM')
$$ LANGUAGE sql STABLE STRICT;
