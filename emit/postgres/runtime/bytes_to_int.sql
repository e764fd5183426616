-- UTL_RAW.CAST_TO_BINARY_INTEGER: up to four bytes, the highest first, as a signed number.
CREATE OR REPLACE FUNCTION crosswalk.bytes_to_int(b bytea) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT ('x' || lpad(right(encode(b, 'hex'), 8), 8, '0'))::bit(32)::int::bigint $$;
