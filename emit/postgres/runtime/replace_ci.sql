-- replace_ci is REPLACE without regard to case.
CREATE OR REPLACE FUNCTION crosswalk.replace_ci(s text, what text, put text) RETURNS text AS $$
  SELECT CASE WHEN what = '' THEN s
    ELSE regexp_replace(s, regexp_replace(what, '([^[:alnum:][:space:]])', '\\\1', 'g'), replace(put, '\', '\\'), 'gi') END
$$ LANGUAGE sql IMMUTABLE STRICT;
