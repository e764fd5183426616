-- parsename is SQL Server's PARSENAME: a part of a dotted name, the last being 1. NULL for more than four parts, for one of more than 128
-- characters, and for what is no name: quotes in the middle, or without an end.
CREATE OR REPLACE FUNCTION crosswalk.parsename(s text, part integer) RETURNS text AS $$
DECLARE
  form CONSTANT text := '^(?:\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)"|([^.\[\]"]*))(\.|$)';
  parts text[] := '{}';
  rest text := s;
  m text[];
BEGIN
  LOOP
    m := regexp_match(rest, form);
    IF m IS NULL OR cardinality(parts) = 4 THEN
      RETURN NULL;
    END IF;
    parts := parts || coalesce(replace(m[1], ']]', ']'), replace(m[2], '""', '"'), m[3]);
    IF length(parts[cardinality(parts)]) > 128 THEN
      RETURN NULL;
    END IF;
    EXIT WHEN m[4] = '';
    rest := regexp_replace(rest, form, '');
  END LOOP;
  IF part NOT BETWEEN 1 AND 4 THEN
    RETURN NULL;
  END IF;
  RETURN nullif(parts[cardinality(parts) - part + 1], '');
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
