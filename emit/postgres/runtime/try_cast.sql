-- try_cast converts a text to a type, or gives NULL where it cannot be, as TRY_CAST does. An empty text is 0 for numbers but decimals,
-- and 1900-01-01 for dates; words that PostgreSQL takes for dates ("today", "infinity") or floats ("NaN") are none, and a decimal has no exponent.
CREATE OR REPLACE FUNCTION crosswalk.try_cast(s text, typ text, kind anyelement) RETURNS anyelement AS $$
DECLARE
  out kind%TYPE;
BEGIN
  IF typ IN ('integer', 'bigint', 'smallint', 'tinyint') THEN
    s := crosswalk.text_to_int(s)::text;
  ELSIF typ LIKE 'numeric%' THEN
    s := crosswalk.text_to_decimal(s)::text;
  ELSIF typ IN ('real', 'double precision') THEN
    s := crosswalk.text_to_float(s)::text;
  ELSIF typ ~ '^(date|timestamp)' THEN
    IF btrim(s) = '' THEN
      s := '1900-01-01';
    ELSIF s !~ '\d' THEN
      RETURN NULL;
    END IF;
  END IF;
  IF typ = 'tinyint' THEN -- a smallint of 0 to 255
    EXECUTE 'SELECT v FROM (SELECT $1::smallint) AS x(v) WHERE v BETWEEN 0 AND 255' INTO out USING s;
    RETURN out;
  ELSIF typ = 'money' THEN
    EXECUTE 'SELECT crosswalk.text_to_money($1)::numeric(19,4)' INTO out USING s;
    RETURN out;
  END IF;
  EXECUTE 'SELECT $1::' || typ INTO out USING s;
  RETURN out;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END;
$$ LANGUAGE plpgsql STABLE;
