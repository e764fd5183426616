-- xpath_text writes a text as a literal of XPath 1.0, which has no way to write both quotes in one: concat() joins the pieces. NULL is the empty
-- sequence ("sql:variable() Function").
CREATE OR REPLACE FUNCTION crosswalk.xpath_text(s text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE
    WHEN s IS NULL THEN '/..'
    WHEN strpos(s, '''') = 0 THEN '''' || s || ''''
    WHEN strpos(s, '"') = 0 THEN '"' || s || '"'
    ELSE 'concat(''' || replace(s, '''', ''', "''", ''') || ''')' END $$;
