-- UTL_FILE.PUTF: %s are the arguments in turn, \n is a line end.
CREATE OR REPLACE FUNCTION crosswalk.file_putf(f crosswalk.file_type, format text, VARIADIC args text[]) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  parts text[] := string_to_array(replace(format, '\n', E'\n'), '%s');
  result text := parts[1];
BEGIN
  FOR i IN 2..coalesce(cardinality(parts), 0) LOOP
    result := concat(result, args[i - 1], parts[i]);
  END LOOP;
  PERFORM crosswalk.file_put(f, result);
END
$$;
