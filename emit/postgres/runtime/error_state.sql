-- error_state gives the SQLSTATE for a number of THROW; error_number reads it back.
CREATE OR REPLACE FUNCTION crosswalk.error_state(n integer) RETURNS text AS $$
  SELECT CASE WHEN n = 50000 THEN 'P0001' ELSE 'MS' || substr(d, k / 1296 + 1, 1) || substr(d, k / 36 % 36 + 1, 1) || substr(d, k % 36 + 1, 1) END
  FROM (SELECT '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ' AS d, ((n - 50000) % 46656 + 46656) % 46656 AS k) AS x
$$ LANGUAGE sql IMMUTABLE STRICT;
