-- UTL_LMS.FORMAT_MESSAGE: %s and %d are the arguments in turn, %% is a percent sign; NULL where an argument of %d is no integer.
CREATE OR REPLACE FUNCTION crosswalk.format_message(format text, VARIADIC args text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  part text;
  n int := 0;
  result text := '';
BEGIN
  FOR part IN SELECT m[1] FROM regexp_matches(format, '(%[sd%]|%|[^%]+)', 'g') AS m LOOP
    IF part = '%%' THEN
      part := '%';
    ELSIF part IN ('%s', '%d') THEN
      n := n + 1;
      IF part = '%d' AND args[n] !~ '^\s*[+-]?\d+\s*$' THEN
        RETURN NULL;
      END IF;
      part := args[n];
    END IF;
    result := concat(result, part);
  END LOOP;
  RETURN nullif(result, '');
END
$$;
