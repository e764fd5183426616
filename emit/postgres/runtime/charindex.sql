-- charindex is SQL Server's CHARINDEX: 0 where nothing is found, and for an empty text. The search begins at a position, from 1 on.
CREATE OR REPLACE FUNCTION crosswalk.charindex(what text, s text, start integer DEFAULT 1) RETURNS integer AS $$
  SELECT CASE WHEN what = '' OR start > length(s) THEN 0
    ELSE coalesce(nullif(strpos(substr(s, greatest(start, 1)), what), 0) + greatest(start, 1) - 1, 0) END
$$ LANGUAGE sql IMMUTABLE STRICT;
