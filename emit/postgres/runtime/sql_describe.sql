-- DBMS_SQL.DESCRIBE_COLUMNS: the columns of a parsed query by their number, with Oracle's codes of types. A timestamp without
-- fractions of a second is a DATE.
CREATE OR REPLACE FUNCTION crosswalk.sql_describe(c numeric) RETURNS crosswalk.desc_rec[]
LANGUAGE plpgsql
AS $$
DECLARE
  s jsonb := crosswalk.sql_state(c);
  binds jsonb := s -> 'binds';
  name text;
  result crosswalk.desc_rec[];
BEGIN
  FOR name IN SELECT lower(t[1]) FROM regexp_matches(s ->> 'text', ':([A-Za-z_0-9$#]+)', 'g') AS t LOOP
    binds := jsonb_build_object(name, 'NULL') || binds;
  END LOOP;
  EXECUTE 'CREATE TEMP VIEW crosswalk_described AS ' || rtrim(crosswalk.sql_bound(s ->> 'text', binds), E'; \n\r\t');
  SELECT array_agg(ROW(
      CASE a.atttypid::regtype::text
        WHEN 'character' THEN 96 WHEN 'numeric' THEN 2 WHEN 'integer' THEN 2 WHEN 'bigint' THEN 2 WHEN 'smallint' THEN 2
        WHEN 'real' THEN 100 WHEN 'double precision' THEN 101 WHEN 'date' THEN 12
        WHEN 'timestamp without time zone' THEN CASE WHEN a.atttypmod > 0 THEN 180 ELSE 12 END
        WHEN 'timestamp with time zone' THEN 181 WHEN 'interval' THEN 183 WHEN 'bytea' THEN 113 WHEN 'xml' THEN 109 WHEN 'boolean' THEN 252
        ELSE 1 END,
      CASE WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) AND a.atttypmod > 4 THEN a.atttypmod - 4
        WHEN a.atttypid = 'text'::regtype THEN 4000 WHEN a.attlen > 0 THEN a.attlen ELSE 22 END,
      CASE WHEN a.attname = lower(a.attname) THEN upper(a.attname) ELSE a.attname END, length(a.attname), '', 0,
      CASE WHEN a.atttypid = 'numeric'::regtype AND a.atttypmod > 4 THEN (a.atttypmod - 4) >> 16 ELSE 0 END,
      CASE WHEN a.atttypid <> 'numeric'::regtype THEN 0 WHEN a.atttypmod > 4 THEN (a.atttypmod - 4) & 2047 ELSE -127 END,
      0, 1, true, '', 0)::crosswalk.desc_rec ORDER BY a.attnum)
  INTO result
  FROM pg_attribute a
  WHERE a.attrelid = 'pg_temp.crosswalk_described'::regclass AND a.attnum > 0;
  DROP VIEW pg_temp.crosswalk_described;
  RETURN result;
END
$$;
