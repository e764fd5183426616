-- parsename is SQL Server's PARSENAME: a part of a dotted name, the last being 1. NULL for more than four parts.
CREATE OR REPLACE FUNCTION crosswalk.parsename(s text, part integer) RETURNS text AS $$
DECLARE
  parts text[] := '{}';
  m text[];
BEGIN
  FOR m IN SELECT regexp_matches(s, '(?:\[((?:[^\]]|\]\])*)\]|"([^"]*)"|([^.\[\]"]*))(?:\.|$)', 'g') LOOP
    parts := parts || coalesce(replace(m[1], ']]', ']'), m[2], m[3]);
  END LOOP;
  IF right(s, 1) <> '.' AND cardinality(parts) > 1 AND parts[cardinality(parts)] = '' THEN
    parts := trim_array(parts, 1);
  END IF;
  IF cardinality(parts) > 4 OR part NOT BETWEEN 1 AND 4 THEN
    RETURN NULL;
  END IF;
  RETURN nullif(parts[cardinality(parts) - part + 1], '');
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT;
