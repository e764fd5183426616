-- tsql_char is SQL Server's CHAR: the character of a number from 0 to 255 in the code page 1252, NULL for any other number.
CREATE OR REPLACE FUNCTION crosswalk.tsql_char(n bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT CASE WHEN n IN (129, 141, 143, 144, 157) OR n BETWEEN 0 AND 127 OR n BETWEEN 160 AND 255 THEN chr(n::int)
    WHEN n BETWEEN 128 AND 159 THEN convert_from(set_byte('\x00', 0, n::int), 'WIN1252') END $$;
