-- Equality of nested tables, which have no order: the same elements, each as often.
CREATE OR REPLACE FUNCTION crosswalk.same_elements(a anyarray, b anyarray) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT ARRAY(SELECT unnest(a) ORDER BY 1) = ARRAY(SELECT unnest(b) ORDER BY 1) $$;

-- The same for nested tables that may have gaps.
CREATE OR REPLACE FUNCTION crosswalk.same_elements(a jsonb, b jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT ARRAY(SELECT value FROM jsonb_each(a) ORDER BY 1) = ARRAY(SELECT value FROM jsonb_each(b) ORDER BY 1) $$;
