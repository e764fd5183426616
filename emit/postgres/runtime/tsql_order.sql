-- tsql_order writes what a text of Transact-SQL orders by, names with ASC or DESC, as PostgreSQL reads it: the names folded to lower case, and
-- NULL in front of all values.
CREATE OR REPLACE FUNCTION crosswalk.tsql_order(s text) RETURNS text AS $$
DECLARE
  form CONSTANT text := '^\s*((?:[^\s,"\[\]]+|\[[^\]]*\]|"[^"]*")+)(?:\s+(asc|desc))?\s*(,|$)';
  rest text := s;
  list text[] := '{}';
  m text[];
BEGIN
  LOOP
    m := regexp_match(rest, form, 'i');
    IF m IS NULL THEN
      RAISE EXCEPTION 'The text ''%'' is no list of names to order by.', s USING ERRCODE = '42602';
    END IF;
    list := list || (CASE WHEN m[1] ~ '^\d+$' THEN m[1] ELSE crosswalk.tsql_name(m[1], NULL) END
      || CASE WHEN lower(m[2]) = 'desc' THEN ' DESC NULLS LAST' ELSE ' NULLS FIRST' END);
    EXIT WHEN m[3] = '';
    rest := regexp_replace(rest, form, '', 'i');
  END LOOP;
  RETURN array_to_string(list, ', ');
END;
$$ LANGUAGE plpgsql STABLE;
