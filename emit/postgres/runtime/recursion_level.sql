-- recursion_level counts how deep a recursive query is, and ends it behind the level that OPTION (MAXRECURSION …) allows.
CREATE OR REPLACE FUNCTION crosswalk.recursion_level(level integer, most integer) RETURNS integer AS $$
BEGIN
  IF level >= most THEN
    RAISE EXCEPTION 'The statement terminated. The maximum recursion % has been exhausted before statement completion.', most USING ERRCODE = '22M30';
  END IF;
  RETURN level + 1;
END;
$$ LANGUAGE plpgsql;
