-- styled_datetime reads a date, with a time of day or without, as CONVERT does by a style: order says how day, month and year follow.
CREATE OR REPLACE FUNCTION crosswalk.styled_datetime(s text, ord text) RETURNS timestamp AS $$
DECLARE
  m text[];
  y integer;
BEGIN
  s := regexp_replace(btrim(s), '(\d:\d\d:\d\d):(\d{1,3})', '\1.\2'); -- the thousandths of styles 13 and 113
  IF s = '' THEN
    RETURN timestamp '1900-01-01';
  END IF;
  m := regexp_match(s, '^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(\s+\d.*)?$');
  IF m IS NULL THEN
    IF s ~ '^\d{1,2}:' THEN
      RETURN ('1900-01-01 ' || s)::timestamp;
    ELSIF s ~ '^\d{4}$' THEN
      RETURN (s || '-01-01')::timestamp;
    ELSIF s !~ '\d' OR s ~ '^[-+.\d]+$' AND s !~ '^(\d{6}|\d{8})$' THEN
      RAISE EXCEPTION 'Conversion failed when converting date and/or time from character string.' USING ERRCODE = 'invalid_datetime_format';
    END IF;
    RETURN s::timestamp;
  END IF;
  IF length(m[1]) = 4 OR ord = 'ymd' THEN
    m := ARRAY[m[1], m[2], m[3], m[4]];
  ELSIF ord = 'dmy' THEN
    m := ARRAY[m[3], m[2], m[1], m[4]];
  ELSE
    m := ARRAY[m[3], m[1], m[2], m[4]];
  END IF;
  y := m[1]::integer;
  IF length(m[1]) <= 2 THEN -- two digit year cutoff 2049
    y := y + CASE WHEN y < 50 THEN 2000 ELSE 1900 END;
  END IF;
  RETURN (make_date(y, m[2]::integer, m[3]::integer) || coalesce(m[4], ''))::timestamp;
END;
$$ LANGUAGE plpgsql STABLE STRICT;
