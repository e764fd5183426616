-- json_at gives what stands at a path of SQL Server's in a document, as written; NULL where the path leads nowhere, an error where it is
-- strict. A key leads into an object and a subscript into an array only.
CREATE OR REPLACE FUNCTION crosswalk.json_at(doc json, path text) RETURNS json AS $$
DECLARE
  step text[];
  rest text := regexp_replace(path, '^\s*(?:lax\s+|strict\s+)?\$', '');
  cur json := doc;
  form CONSTANT text := '^\s*(?:\.\s*"((?:[^"\\]|\\.)*)"|\.\s*([^.\[\]"\s]+)|\[\s*(\d+)\s*\])';
BEGIN
  WHILE btrim(rest) <> '' LOOP
    step := regexp_match(rest, form);
    IF step IS NULL THEN
      RAISE EXCEPTION 'JSON path ''%'' is not properly formatted.', path USING ERRCODE = '22023';
    END IF;
    cur := CASE
      WHEN step[3] IS NULL AND json_typeof(cur) = 'object' THEN cur -> coalesce(step[1], step[2])
      WHEN step[3] IS NOT NULL AND json_typeof(cur) = 'array' THEN cur -> step[3]::int
    END;
    rest := regexp_replace(rest, form, '');
  END LOOP;
  IF cur IS NULL AND path LIKE 'strict %' THEN
    RAISE EXCEPTION 'Property cannot be found on the specified JSON path.' USING ERRCODE = '22000';
  END IF;
  RETURN cur;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
