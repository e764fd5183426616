-- error_number gives SQL Server's number for an SQLSTATE: those of THROW and RAISERROR, and of the usual errors; 50000 for all else.
CREATE OR REPLACE FUNCTION crosswalk.error_number(state text) RETURNS integer AS $$
  SELECT CASE
    WHEN state = 'P0001' THEN 50000
    WHEN state ~ '^MS[0-9A-Z]{3}$' THEN 50000 + (strpos(d, substr(state, 3, 1)) - 1) * 1296 + (strpos(d, substr(state, 4, 1)) - 1) * 36 + strpos(d, substr(state, 5, 1)) - 1
    WHEN state = '23505' THEN 2627 WHEN state IN ('23503', '23514') THEN 547 WHEN state = '23502' THEN 515 WHEN state = '22012' THEN 8134
    WHEN state IN ('22001') THEN 2628 WHEN state = '22003' THEN 8115 WHEN state = '22P02' THEN 245 WHEN state = '22018' THEN 8114 WHEN state = '22M34' THEN 234
    WHEN state = '22M35' THEN 235 WHEN state = '22M32' THEN 232 WHEN state = '22M70' THEN 8170 WHEN state = '22M22' THEN 6522 WHEN state = '22M02' THEN 5302 WHEN state = '22M30' THEN 530 WHEN state = '22M13' THEN 213 WHEN state IN ('22007', '22008') THEN 241
    WHEN state = '40P01' THEN 1205 WHEN state = '55P03' THEN 1222 WHEN state = '42P01' THEN 208 WHEN state = '42703' THEN 207 WHEN state = '42883' THEN 2812
    ELSE 50000 END
  FROM (SELECT '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ' AS d) AS x
$$ LANGUAGE sql IMMUTABLE STRICT;
