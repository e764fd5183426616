-- REGEXP_REPLACE from a position, of all (0) or one occurrence, for servers before PostgreSQL 15.
CREATE OR REPLACE FUNCTION crosswalk.regexp_replace(s text, pattern text, replacement text, pos int, occurrence int, flags text DEFAULT '') RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  head text := left(s, pos - 1);
  rest text := pg_catalog.substr(s, pos);
  m text;
  hit int;
BEGIN
  IF occurrence = 0 THEN
    RETURN head || pg_catalog.regexp_replace(rest, pattern, replacement, flags || 'g');
  END IF;
  FOR n IN 2 .. occurrence LOOP
    m := (regexp_match(rest, '(' || pattern || ')', flags))[1];
    IF m IS NULL THEN
      RETURN s;
    END IF;
    hit := length((regexp_match(rest, '^(.*?)(?:' || pattern || ')', flags))[1]) + greatest(length(m), 1);
    head := head || left(rest, hit);
    rest := pg_catalog.substr(rest, hit + 1);
  END LOOP;
  RETURN head || pg_catalog.regexp_replace(rest, pattern, replacement, flags);
END
$$;
