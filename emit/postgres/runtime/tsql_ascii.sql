-- tsql_ascii is SQL Server's ASCII: the number of the first character in the code page 1252, that of the question mark for one which is not in it, NULL
-- for an empty text.
CREATE OR REPLACE FUNCTION crosswalk.tsql_ascii(s text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT CASE WHEN s = '' THEN NULL WHEN ascii(s) < 128 OR ascii(s) BETWEEN 160 AND 255 OR ascii(s) IN (129, 141, 143, 144, 157) THEN ascii(s)
    ELSE coalesce((ARRAY[128, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 142, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 158, 159])
      [nullif(strpos('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ', left(s, 1)), 0)], 63) END $$;
