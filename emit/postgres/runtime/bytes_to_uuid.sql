-- bytes_to_uuid reads a uniqueidentifier as SQL Server stores it: the first three groups have their low byte first. What is
-- missing of 16 bytes is 0.
CREATE OR REPLACE FUNCTION crosswalk.bytes_to_uuid(b bytea) RETURNS uuid AS $$
  SELECT encode(substr(w, 4, 1) || substr(w, 3, 1) || substr(w, 2, 1) || substr(w, 1, 1) || substr(w, 6, 1) || substr(w, 5, 1) ||
    substr(w, 8, 1) || substr(w, 7, 1) || substr(w, 9, 8), 'hex')::uuid
  FROM (SELECT b || decode(repeat('00', 16), 'hex')) AS padded (w)
$$ LANGUAGE sql IMMUTABLE STRICT;
