-- DBMS_SQL.EXECUTE: opens a query, or executes a statement and gives the number of its rows. The cursor of a query outlives a
-- COMMIT as Oracle's does, unless it locks rows.
CREATE OR REPLACE FUNCTION crosswalk.sql_execute(c numeric) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
  s jsonb := crosswalk.sql_state(c);
  parts jsonb := crosswalk.sql_into(s ->> 'text');
  statement text := crosswalk.sql_bound(parts ->> 0, s -> 'binds');
  call text[];
  r record;
  n integer := 0;
BEGIN
  PERFORM crosswalk.sql_end(c);
  CASE s ->> 'head'
    WHEN 'select', 'with' THEN
      EXECUTE format('DECLARE %I NO SCROLL CURSOR %s FOR %s', crosswalk.sql_portal(c),
        CASE WHEN statement ~* '\mfor\s+(no\s+key\s+)?update\M' THEN '' ELSE 'WITH HOLD' END, statement);
      PERFORM set_config('crosswalk.cursor_row_' || c::integer, '[0]', false);
    WHEN 'insert', 'update', 'delete', 'merge' THEN
      IF jsonb_array_length(parts) = 1 THEN
        EXECUTE statement;
      ELSE
        EXECUTE statement INTO r;
        PERFORM crosswalk.sql_out(c, parts - 0, row_to_json(r));
      END IF;
      GET DIAGNOSTICS n = ROW_COUNT;
    WHEN 'begin', 'declare' THEN
      call := regexp_match(s ->> 'text', '^\s*begin\s+(?:(:[A-Za-z_0-9$#]+)\s*:=\s*)?([^;]*[^;\s])\s*;\s*end\s*;\s*$', 'i');
      IF call IS NULL OR call[2] ~ ':=' THEN
        RAISE EXCEPTION 'a block of PL/SQL is not executed: only one that makes a single call is' USING ERRCODE = 'feature_not_supported';
      ELSIF call[1] IS NULL THEN
        EXECUTE 'CALL ' || crosswalk.sql_bound(call[2] || CASE WHEN right(call[2], 1) = ')' THEN '' ELSE '()' END, s -> 'binds');
      ELSE
        EXECUTE 'SELECT ' || crosswalk.sql_bound(call[2], s -> 'binds') INTO r;
        PERFORM crosswalk.sql_out(c, jsonb_build_array(lower(ltrim(call[1], ':'))), row_to_json(r));
      END IF;
      n := 1;
    ELSE
      IF NOT s ->> 'head' IN ('alter', 'analyze', 'comment', 'create', 'drop', 'grant', 'revoke', 'truncate') THEN -- which PARSE has executed
        EXECUTE statement;
      END IF;
  END CASE;
  RETURN n;
END
$$;
