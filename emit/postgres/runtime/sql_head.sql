-- The first word of a statement, in lower case, behind comments and brackets.
CREATE OR REPLACE FUNCTION crosswalk.sql_head(statement text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT lower(substring(statement FROM '^(?:\s|\(|--[^\n]*(?:\n|$)|/\*(?:[^*]|\*+[^*/])*\*+/)*([A-Za-z]+)')) $$;
