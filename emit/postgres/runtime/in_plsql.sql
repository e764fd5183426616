-- Tells whether an error was raised in PL/SQL and not in a SQL statement, by its stack: 'PL/SQL' says so itself. What SELECT
-- INTO does not get into its variable is an error of PL/SQL too; the line of the routine tells such a statement from DML.
CREATE OR REPLACE FUNCTION crosswalk.in_plsql(state text, place text) RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  at text[];
BEGIN
  IF place = 'PL/SQL' OR place = '' THEN
    RETURN place <> '';
  END IF;
  at := (SELECT m FROM regexp_matches(place, '^PL/pgSQL function (.*?) (?:line (\d+) )?(at|during|while) (.*)$', 'gn') AS m
    WHERE m[1] NOT LIKE 'crosswalk.%' LIMIT 1);
  IF at[3] <> 'at' OR at[4] IN ('assignment', 'RETURN', 'RETURN NEXT', 'IF', 'CASE', 'CALL', 'PERFORM', 'RAISE', 'WHILE', 'EXIT', 'CONTINUE')
    OR at[4] LIKE 'FOR with integer%' THEN
    RETURN true;
  ELSIF state = '22P02' OR at[4] NOT IN ('SQL statement', 'FETCH') THEN
    RETURN false;
  END IF;
  RETURN at[4] = 'FETCH' OR coalesce((SELECT split_part(f.prosrc, chr(10), at[2]::integer) ~* '^\s*(SELECT|WITH)\M'
    FROM pg_catalog.pg_proc AS f
    WHERE f.oid = to_regprocedure(at[1])), false);
END
$$;
