-- The text of a statement of DBMS_SQL with its bind variables' values in it; with numbered parameters instead where binds is NULL.
CREATE OR REPLACE FUNCTION crosswalk.sql_bound(statement text, binds jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  token text;
  name text;
  names text[] := '{}';
  result text := '';
BEGIN
  FOR token IN
    SELECT t[1]
    FROM regexp_matches(statement, $re$('(?:[^']|'')*'|"[^"]*"|--[^\n]*|/\*(?:[^*]|\*+[^*/])*\*+/|::|:=|:[A-Za-z_0-9$#]+|[^'":/-]+|.)$re$, 'g') WITH ORDINALITY AS m (t, n)
    ORDER BY n
  LOOP
    name := lower(substring(token FROM '^:([A-Za-z_0-9$#]+)'));
    IF name IS NULL THEN
      result := result || token;
    ELSIF binds IS NULL THEN
      IF NOT name = ANY (names) THEN
        names := names || name;
      END IF;
      result := result || '$' || array_position(names, name);
    ELSIF binds ? name THEN
      result := result || (binds ->> name);
    ELSE
      RAISE EXCEPTION 'not all variables bound' USING ERRCODE = 'undefined_parameter', DETAIL = 'no value for :' || name;
    END IF;
  END LOOP;
  RETURN result;
END
$$;
