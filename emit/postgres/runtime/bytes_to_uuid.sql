-- bytes_to_uuid reads a uniqueidentifier as SQL Server stores it: the first three groups have their low byte first.
CREATE OR REPLACE FUNCTION crosswalk.bytes_to_uuid(b bytea) RETURNS uuid AS $$
  SELECT encode(substr(b, 4, 1) || substr(b, 3, 1) || substr(b, 2, 1) || substr(b, 1, 1) || substr(b, 6, 1) || substr(b, 5, 1) ||
    substr(b, 8, 1) || substr(b, 7, 1) || substr(b, 9, 8), 'hex')::uuid
$$ LANGUAGE sql IMMUTABLE STRICT;
