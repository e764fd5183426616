-- INSTR with a start (negative: backwards from the end) and an occurrence. Matches may overlap; 0 for none.
CREATE OR REPLACE FUNCTION crosswalk.instr(s text, sub text, pos int, occurrence int DEFAULT 1) RETURNS int
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  at int := pos;
  hit int;
  n int := 0;
BEGIN
  IF s = '' OR sub = '' THEN
    RETURN NULL;
  ELSIF occurrence < 1 THEN
    RAISE numeric_value_out_of_range USING MESSAGE = 'the occurrence of INSTR must be 1 or more';
  ELSIF pos > 0 THEN
    LOOP
      hit := strpos(pg_catalog.substr(s, at), sub);
      EXIT WHEN hit = 0;
      n := n + 1;
      IF n = occurrence THEN
        RETURN at + hit - 1;
      END IF;
      at := at + hit;
    END LOOP;
  ELSIF pos < 0 THEN
    FOR i IN REVERSE least(length(s) + pos, length(s) - length(sub)) + 1 .. 1 LOOP
      IF pg_catalog.substr(s, i, length(sub)) = sub THEN
        n := n + 1;
        IF n = occurrence THEN
          RETURN i;
        END IF;
      END IF;
    END LOOP;
  END IF;
  RETURN 0;
END
$$;
