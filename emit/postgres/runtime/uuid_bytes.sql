-- uuid_bytes gives the bytes of a uniqueidentifier as SQL Server stores it: the first three groups have their low byte first.
CREATE OR REPLACE FUNCTION crosswalk.uuid_bytes(u uuid) RETURNS bytea AS $$
  SELECT substr(b, 4, 1) || substr(b, 3, 1) || substr(b, 2, 1) || substr(b, 1, 1) || substr(b, 6, 1) || substr(b, 5, 1) ||
    substr(b, 8, 1) || substr(b, 7, 1) || substr(b, 9, 8)
  FROM (SELECT uuid_send(u) AS b) AS x
$$ LANGUAGE sql IMMUTABLE STRICT;
