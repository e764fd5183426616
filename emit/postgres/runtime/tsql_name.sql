-- tsql_name reads a name as Transact-SQL does, with its qualifiers and delimiters, and writes it as PostgreSQL reads it: folded to lower
-- case, as the names of the schema are. A name without a schema is of the schema home, where one is given; a temporary table has none.
CREATE OR REPLACE FUNCTION crosswalk.tsql_name(s text, home text) RETURNS text AS $$
DECLARE
  form CONSTANT text := '^\s*(?:\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)"|([^\s.\[\]"'';,()]*))\s*(\.|$)';
  parts text[] := '{}';
  rest text := s;
  m text[];
BEGIN
  LOOP
    m := regexp_match(rest, form);
    IF m IS NULL OR cardinality(parts) = 3 THEN
      RAISE EXCEPTION 'The text ''%'' is no name.', s USING ERRCODE = '42602';
    END IF;
    parts := parts || lower(coalesce(replace(m[1], ']]', ']'), replace(m[2], '""', '"'), m[3]));
    EXIT WHEN m[4] = '';
    rest := regexp_replace(rest, form, '');
  END LOOP;
  IF parts[cardinality(parts)] = '' THEN
    RAISE EXCEPTION 'The text ''%'' is no name.', s USING ERRCODE = '42602';
  END IF;
  IF parts[cardinality(parts)] LIKE '#%' THEN
    RETURN quote_ident('tmp_' || ltrim(parts[cardinality(parts)], '#'));
  END IF;
  IF cardinality(parts) = 3 THEN
    IF parts[1] NOT IN ('', lower(current_database())) THEN
      RAISE EXCEPTION 'The name ''%'' is of another database.', s USING ERRCODE = '0A000';
    END IF;
    parts := parts[2:3];
  END IF;
  IF cardinality(parts) = 1 THEN
    RETURN coalesce(quote_ident(home) || '.', '') || quote_ident(parts[1]);
  END IF;
  RETURN quote_ident(coalesce(nullif(parts[1], ''), home, 'dbo')) || '.' || quote_ident(parts[2]);
END;
$$ LANGUAGE plpgsql STABLE;
