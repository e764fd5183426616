-- SQLCODE: Oracle's error number for a SQLSTATE. OR… is -20000 to -20999, UE… an exception without a number, X… encodes
-- any other number in base 36. The message tells apart numbers that share a SQLSTATE, and so does the place: the stack of
-- the error, or 'PL/SQL' (see in_plsql).
CREATE OR REPLACE FUNCTION crosswalk.ora_code(state text, message text, place text DEFAULT '') RETURNS integer
LANGUAGE sql STABLE STRICT PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN state = '00000' THEN 0
    WHEN state = 'ORA00' THEN -20000
    WHEN state ~ '^OR[0-9]{3}$' THEN -20000 - substr(state, 3)::integer
    WHEN state LIKE 'UE%' THEN 1
    WHEN state ~ '^X[01]' THEN (
      SELECT -sum((strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(state, i, 1)) - 1) * (36 ^ (5 - i))::integer)::integer
      FROM generate_series(2, 5) AS i)
    ELSE CASE state
      WHEN '0A000' THEN -3001
      WHEN '20000' THEN -6592
      WHEN '21000' THEN -1427
      WHEN '22000' THEN -6502
      WHEN '22001' THEN CASE WHEN crosswalk.in_plsql(state, place) THEN -6502 ELSE -12899 END
      WHEN '22003' THEN CASE WHEN message LIKE '%int% out of range' THEN -1426 WHEN crosswalk.in_plsql(state, place) THEN -6502 ELSE -1438 END
      WHEN '22004' THEN CASE WHEN message LIKE 'cursor variable % is null' THEN -1001 ELSE -6502 END
      WHEN '22007' THEN CASE
        WHEN message LIKE '% is not long enough for the date format %' THEN -1840
        WHEN message LIKE '% is longer than the date format %' THEN -1830
        WHEN message ~ ' at (MON|MONTH|RM)$' THEN -1843
        WHEN message ~ ' at [A-Z0-9,]+$' THEN -1858
        ELSE -1861
      END
      WHEN '22008' THEN CASE
        WHEN message LIKE 'day % is not valid for the month' THEN -1839
        WHEN message LIKE 'day % is out of range' THEN -1847
        WHEN message LIKE 'hour % is out of range' THEN -1850
        WHEN message LIKE 'minute % is out of range' THEN -1851
        WHEN message LIKE 'second % is out of range' THEN -1852
        ELSE -1843
      END
      WHEN '22012' THEN -1476
      WHEN '2201B' THEN -12725
      WHEN '22023' THEN -6502
      WHEN '2202E' THEN -6533
      WHEN '22P02' THEN CASE WHEN message <> 'invalid_text_representation' AND crosswalk.in_plsql(state, place) THEN -6502 ELSE -1722 END
      WHEN '23000' THEN -24381
      WHEN '23502' THEN -1400
      WHEN '23503' THEN CASE WHEN message LIKE 'update or delete on%' THEN -2292 ELSE -2291 END
      WHEN '23505' THEN -1
      WHEN '23514' THEN -2290
      WHEN '24000' THEN -1001
      WHEN '25006' THEN -1456
      WHEN '25P02' THEN -1013
      WHEN '27000' THEN -4091
      WHEN '28000' THEN -1017
      WHEN '28P01' THEN -1017
      WHEN '2F005' THEN -6503
      WHEN '34000' THEN -1001
      WHEN '40000' THEN -8176
      WHEN '40001' THEN -8177
      WHEN '40P01' THEN -60
      WHEN '42501' THEN -1031
      WHEN '42601' THEN -900
      WHEN '42602' THEN -903
      WHEN '42701' THEN -957
      WHEN '42702' THEN -918
      WHEN '42703' THEN -904
      WHEN '42704' THEN -4043
      WHEN '42710' THEN -955
      WHEN '42803' THEN -979
      WHEN '42804' THEN -6504
      WHEN '42883' THEN -904
      WHEN '42P01' THEN -942
      WHEN '42P03' THEN -6511
      WHEN '42P07' THEN -955
      WHEN '42P16' THEN -2260
      WHEN '53100' THEN -1653
      WHEN '53200' THEN -4030
      WHEN '53300' THEN -18
      WHEN '54001' THEN -36
      WHEN '55P03' THEN -54
      WHEN '57014' THEN -1013
      WHEN 'P0002' THEN 100
      WHEN 'P0003' THEN -1422
      WHEN 'XX000' THEN -600
      ELSE CASE left(state, 2)
        WHEN '22' THEN -6502
        WHEN '42' THEN -900
        ELSE -600
      END
    END
  END
$$;
