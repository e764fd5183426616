-- DBMS_SQL.VARIABLE_VALUE: what a statement gave back in a bind variable.
CREATE OR REPLACE FUNCTION crosswalk.sql_variable(c numeric, name text, like_this anyelement) RETURNS anyelement
LANGUAGE plpgsql
AS $$
DECLARE
  s jsonb := crosswalk.sql_state(c);
  key text := lower(ltrim(name, ':'));
BEGIN
  IF s -> 'out' ? key THEN
    RETURN crosswalk.sql_typed((s -> 'out' -> key)::json, like_this);
  ELSIF NOT s -> 'binds' ? key THEN
    RAISE EXCEPTION 'bind variable does not exist' USING ERRCODE = 'undefined_parameter', DETAIL = ':' || key;
  END IF;
  EXECUTE 'SELECT ' || (s -> 'binds' ->> key) INTO like_this;
  RETURN like_this;
END
$$;
