-- REGEXP_INSTR, for servers before PostgreSQL 15: where the match begins, or with option 1 the place behind it.
CREATE OR REPLACE FUNCTION crosswalk.regexp_instr(s text, pattern text, pos int DEFAULT 1, occurrence int DEFAULT 1, option int DEFAULT 0, flags text DEFAULT '', part int DEFAULT 0)
RETURNS int
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  at int := pos;
  m text[];
  hit int;
BEGIN
  FOR n IN 1 .. occurrence LOOP
    m := regexp_match(pg_catalog.substr(s, at), '(' || pattern || ')', flags);
    IF m IS NULL THEN
      RETURN 0;
    END IF;
    hit := at + length((regexp_match(pg_catalog.substr(s, at), '^(.*?)(?:' || pattern || ')', flags))[1]);
    IF n = occurrence THEN
      IF part > 0 THEN
        hit := hit + strpos(m[1], m[part + 1]) - 1;
      END IF;
      RETURN hit + CASE WHEN option = 1 THEN length(m[part + 1]) ELSE 0 END;
    END IF;
    at := hit + greatest(length(m[1]), 1);
  END LOOP;
  RETURN 0;
END
$$;
