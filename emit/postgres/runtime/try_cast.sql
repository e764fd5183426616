-- try_cast converts a text to the type that is named, and gives NULL where that is not possible. The third argument is there for its type.
CREATE OR REPLACE FUNCTION crosswalk.try_cast(s text, typ text, kind anyelement) RETURNS anyelement AS $$
DECLARE
  out kind%TYPE;
BEGIN
  IF typ IN ('integer', 'bigint', 'smallint', 'tinyint') AND btrim(s) = '' THEN
    s := '0';
  END IF;
  IF typ = 'tinyint' THEN -- a smallint of 0 to 255
    EXECUTE 'SELECT v FROM (SELECT $1::smallint) AS x(v) WHERE v BETWEEN 0 AND 255' INTO out USING s;
    RETURN out;
  END IF;
  EXECUTE 'SELECT $1::' || typ INTO out USING s;
  RETURN out;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END;
$$ LANGUAGE plpgsql STABLE;
