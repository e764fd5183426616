-- UTL_RAW.SUBSTR: a negative position counts from the end.
CREATE OR REPLACE FUNCTION crosswalk.substr_bytes(b bytea, pos int, len int DEFAULT 2147483647) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT pg_catalog.substr(b, CASE WHEN pos < 0 THEN greatest(length(b) + pos + 1, 1) ELSE greatest(pos, 1) END, least(len, length(b))) $$;
