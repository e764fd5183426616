-- The SQLSTATE for any Oracle error number, as PRAGMA EXCEPTION_INIT ties it to an exception: PostgreSQL's own where it has one, that of
-- RAISE_APPLICATION_ERROR, else one of class X0 or X1 that encodes the number.
CREATE OR REPLACE FUNCTION crosswalk.state_of(code numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
      WHEN code IS NULL THEN '42601'
      WHEN code = -20000 THEN 'ORA00'
      WHEN code BETWEEN -20999 AND -20001 THEN 'OR' || lpad((-20000 - code)::integer::text, 3, '0')
      WHEN code IN (-6592) THEN '20000'
      WHEN code IN (-1427) THEN '21000'
      WHEN code IN (-1401, -12899) THEN '22001'
      WHEN code IN (-1426, -1438, -1455, -6502) THEN '22003'
      WHEN code IN (-6530, -6531) THEN '22004'
      WHEN code IN (-1810, -1821, -1830, -1840, -1858, -1861) THEN '22007'
      WHEN code IN (-1839, -1841, -1843, -1847, -1849, -1850, -1851) THEN '22008'
      WHEN code IN (-1476) THEN '22012'
      WHEN code IN (-12725) THEN '2201B'
      WHEN code IN (-6532, -6533) THEN '2202E'
      WHEN code IN (-1481, -1722) THEN '22P02'
      WHEN code IN (-24381) THEN '23000'
      WHEN code IN (-1400, -1407) THEN '23502'
      WHEN code IN (-2291, -2292, -2298) THEN '23503'
      WHEN code IN (-1, -2299) THEN '23505'
      WHEN code IN (-2290, -2293) THEN '23514'
      WHEN code IN (-4091) THEN '27000'
      WHEN code IN (-1017) THEN '28P01'
      WHEN code IN (-1001) THEN '34000'
      WHEN code IN (-8177) THEN '40001'
      WHEN code IN (-60) THEN '40P01'
      WHEN code IN (-1031) THEN '42501'
      WHEN code IN (-900, -905, -907, -911, -913, -917, -922, -923, -933, -936, -947, -1735, -1756, -1789, -6550) THEN '42601'
      WHEN code IN (-903) THEN '42602'
      WHEN code IN (-957, -1430) THEN '42701'
      WHEN code IN (-904) THEN '42703'
      WHEN code IN (-959, -1418, -1432, -1434, -1918, -1919, -1952, -2000, -2430, -2431, -2443, -4080) THEN '42704'
      WHEN code IN (-1433, -1920, -1921, -2261, -2264, -2275) THEN '42710'
      WHEN code IN (-6504) THEN '42804'
      WHEN code IN (-938, -4043) THEN '42883'
      WHEN code IN (-942, -980, -2289) THEN '42P01'
      WHEN code IN (-6511) THEN '42P03'
      WHEN code IN (-955, -1408) THEN '42P07'
      WHEN code IN (-2260) THEN '42P16'
      WHEN code IN (-18, -20) THEN '53300'
      WHEN code IN (-51, -54, -2049, -30006) THEN '55P03'
      WHEN code IN (-1013) THEN '57014'
      WHEN code IN (100, -1403) THEN 'P0002'
      WHEN code IN (-1422) THEN 'P0003'
      WHEN code IN (-6512) THEN 'XX000'
      ELSE 'X' || (
        SELECT string_agg(substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', (div(abs(code), (36 ^ i)::numeric) % 36)::integer + 1, 1), '' ORDER BY i DESC)
        FROM generate_series(0, 3) AS i)
    END
$$;
