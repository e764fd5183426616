-- TO_CHAR(number) without a format: as few digits as needed, no zero before the decimal point.
CREATE OR REPLACE FUNCTION crosswalk.to_char(n numeric) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT regexp_replace(trim_scale(n)::text, '^(-?)0\.', '\1.') $$;
