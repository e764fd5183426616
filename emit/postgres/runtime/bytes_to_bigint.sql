-- bytes_to_bigint reads up to eight bytes, the highest first, as a signed number.
CREATE OR REPLACE FUNCTION crosswalk.bytes_to_bigint(b bytea) RETURNS bigint AS $$
  SELECT ('x' || lpad(right(encode(b, 'hex'), 16), 16, '0'))::bit(64)::bigint
$$ LANGUAGE sql IMMUTABLE STRICT;
