-- SUBSTR: position 0 counts as 1, a negative one from the end; decimals are cut off. NULL where nothing is left.
CREATE OR REPLACE FUNCTION crosswalk.substr(s text, pos numeric) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT nullif(CASE
    WHEN trunc(pos) > 0 THEN pg_catalog.substr(s, least(trunc(pos), 2147483647)::int)
    WHEN trunc(pos) = 0 THEN s
    WHEN trunc(-pos) <= length(s) THEN right(s, trunc(-pos)::int)
  END, '')
$$;

CREATE OR REPLACE FUNCTION crosswalk.substr(s text, pos numeric, len numeric) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT nullif(CASE
    WHEN trunc(len) < 1 THEN NULL
    WHEN trunc(pos) >= 0 THEN pg_catalog.substr(s, greatest(least(trunc(pos), 2147483647), 1)::int, least(trunc(len), 2147483647)::int)
    WHEN trunc(-pos) <= length(s) THEN pg_catalog.substr(right(s, trunc(-pos)::int), 1, least(trunc(len), 2147483647)::int)
  END, '')
$$;
