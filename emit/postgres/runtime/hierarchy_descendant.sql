-- hierarchy_descendant is GetDescendant(child1, child2): a child of the path behind the one and before the other, either of which may be NULL.
CREATE OR REPLACE FUNCTION crosswalk.hierarchy_descendant(path text, child1 text, child2 text) RETURNS text AS $$
DECLARE
  c text;
  a bigint[];
  b bigint[];
  i integer := 1;
BEGIN
  IF path IS NULL THEN
    RETURN NULL;
  END IF;
  FOREACH c IN ARRAY ARRAY[child1, child2] LOOP
    IF crosswalk.hierarchy_ancestor(c, 1) IS DISTINCT FROM path AND c IS NOT NULL THEN
      RAISE EXCEPTION 'GetDescendant failed because % is no child of %.', c, path USING ERRCODE = '22M22';
    END IF;
  END LOOP;
  a := string_to_array(rtrim(substr(child1, length(path) + 1), '/'), '.')::bigint[];
  b := string_to_array(rtrim(substr(child2, length(path) + 1), '/'), '.')::bigint[];
  IF crosswalk.hierarchy_key(child1) >= crosswalk.hierarchy_key(child2) THEN
    RAISE EXCEPTION 'GetDescendant failed because child1 must be less than child2.' USING ERRCODE = '22M22';
  ELSIF child1 IS NULL THEN
    RETURN path || coalesce(b[1] - 1, 1) || '/';
  ELSIF child2 IS NULL THEN
    RETURN path || a[1] + 1 || '/';
  END IF;
  WHILE a[i] = b[i] LOOP
    i := i + 1;
  END LOOP;
  IF a[i] IS NULL THEN -- 1 and 1.1: 1.0
    a := a || b[i] - 1;
  ELSIF b[i] - a[i] > 1 THEN -- 1 and 3: 2
    a := a[:i - 1] || a[i] + 1;
  ELSE -- 1 and 2: 1.1; 1.1 and 2: 1.2
    a := a[:i] || coalesce(a[i + 1] + 1, 1);
  END IF;
  RETURN path || array_to_string(a, '.') || '/';
END;
$$ LANGUAGE plpgsql IMMUTABLE;
