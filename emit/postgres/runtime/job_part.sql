-- One part of such a name: in upper case unless it is quoted.
CREATE OR REPLACE FUNCTION crosswalk.job_part(part text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE WHEN btrim(part) ~ '^".*"$' THEN btrim(btrim(part), '"') ELSE upper(btrim(part)) END;
