-- patindex is SQL Server's PATINDEX: where a pattern is first found, 0 for nowhere.
CREATE OR REPLACE FUNCTION crosswalk.patindex(pattern text, s text, ignore_case boolean) RETURNS integer AS $$
DECLARE
  re text := crosswalk.like_regex(pattern);
  hit text;
BEGIN
  IF pattern NOT LIKE '\%%' THEN
    RETURN CASE WHEN s ~ (CASE WHEN ignore_case THEN '(?i)' ELSE '' END || re) THEN 1 ELSE 0 END;
  END IF;
  re := substr(re, 4);
  IF pattern LIKE '%\%' AND length(pattern) > 1 THEN
    re := left(re, -3);
  END IF;
  IF re IN ('', '$') THEN
    RETURN CASE WHEN s = '' THEN 0 ELSE 1 END;
  END IF;
  hit := substring(s FROM (CASE WHEN ignore_case THEN '(?i)' ELSE '' END || '^(.*?)' || re));
  RETURN CASE WHEN hit IS NULL THEN 0 ELSE length(hit) + 1 END;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
