-- DBMS_SQL.PARSE: keeps the statement, and executes it at once where it defines something. What names nothing is an error here,
-- as in Oracle.
CREATE OR REPLACE FUNCTION crosswalk.sql_parse(c numeric, statement text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  head text := crosswalk.sql_head(statement);
BEGIN
  PERFORM crosswalk.sql_end(c);
  PERFORM set_config('crosswalk.cursor_' || c::integer, jsonb_build_object('text', statement, 'head', head, 'binds', '{}'::jsonb)::text, false);
  IF head IN ('alter', 'analyze', 'comment', 'create', 'drop', 'grant', 'revoke', 'truncate') THEN
    EXECUTE statement;
  ELSIF head IN ('select', 'with', 'insert', 'update', 'delete', 'merge') THEN
    BEGIN
      EXECUTE 'PREPARE crosswalk_parsed AS ' || crosswalk.sql_bound(crosswalk.sql_into(statement) ->> 0, NULL);
      DEALLOCATE crosswalk_parsed;
    EXCEPTION
      WHEN indeterminate_datatype OR ambiguous_function THEN
        NULL; -- a bind variable's type shows from its value
    END;
  END IF;
END
$$;
