-- A value of a row as JSON, as a value of the type of the second argument; numbers and dates become text as
-- Oracle writes them.
CREATE OR REPLACE FUNCTION crosswalk.sql_typed(value json, like_this anyelement) RETURNS anyelement
LANGUAGE plpgsql
AS $$
DECLARE
  result like_this%TYPE;
BEGIN
  IF json_typeof(value) = 'number' AND pg_typeof(like_this) IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype) THEN
    result := crosswalk.to_char((value #>> '{}')::numeric);
  ELSIF value #>> '{}' ~ '^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$' AND pg_typeof(like_this) IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype) THEN
    result := to_char((value #>> '{}')::timestamp, 'DD-MON-YY');
  ELSE
    result := value #>> '{}';
  END IF;
  RETURN result;
END
$$;
