-- The text of a dynamic statement with its bind variables :name as $1, $2 and so on, in the order they stand in.
CREATE OR REPLACE FUNCTION crosswalk.bind_numbers(statement text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  piece text;
  result text := '';
  n integer := 0;
BEGIN
  FOR piece IN
    SELECT m[1] FROM regexp_matches(statement, $re$('[^']*'|"[^"]*"|::|:=|:[A-Za-z0-9_]+|[^:'"]+|.)$re$, 'g') AS m
  LOOP
    IF piece ~ '^:[A-Za-z0-9_]+$' THEN
      n := n + 1;
      piece := '$' || n;
    END IF;
    result := result || piece;
  END LOOP;
  RETURN result;
END;
$$;
