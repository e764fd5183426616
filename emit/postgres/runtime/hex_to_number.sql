-- TO_NUMBER(text, 'XX…'): reads hexadecimal digits.
CREATE OR REPLACE FUNCTION crosswalk.hex_to_number(s text) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT ('x' || lpad(trim(s), 16, '0'))::bit(64)::bigint::numeric $$;
