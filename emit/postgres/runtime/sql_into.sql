-- Parts RETURNING … INTO :x, :y at the end of a statement: what is in front of INTO, then the variables' names.
CREATE OR REPLACE FUNCTION crosswalk.sql_into(statement text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  m text[] := regexp_match(statement, '^(.*\mreturn(?:ing)?\M.*)\minto\s+(:[A-Za-z_0-9$#]+(?:\s*,\s*:[A-Za-z_0-9$#]+)*)\s*$', 'i');
BEGIN
  IF m IS NULL THEN
    RETURN jsonb_build_array(statement);
  END IF;
  RETURN jsonb_build_array(regexp_replace(m[1], '\mreturn\M', 'RETURNING', 'i'))
    || to_jsonb(regexp_split_to_array(lower(regexp_replace(m[2], '[\s:]', '', 'g')), ','));
END
$$;
