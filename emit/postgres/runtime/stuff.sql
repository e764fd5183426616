-- stuff is SQL Server's STUFF: characters are taken out at a position, and others put in. NULL for a position outside the text.
CREATE OR REPLACE FUNCTION crosswalk.stuff(s text, start integer, len integer, put text) RETURNS text AS $$
  SELECT CASE WHEN start < 1 OR len < 0 OR start > length(s) THEN NULL
    ELSE left(s, start - 1) || coalesce(put, '') || substr(s, start + len) END
$$ LANGUAGE sql IMMUTABLE;
