-- DBMS_XMLGEN.CONVERT, HTF.ESCAPE_SC: the characters that XML reserves, as entities.
CREATE OR REPLACE FUNCTION crosswalk.escape_xml(s text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT replace(replace(replace(replace(replace(s, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&apos;') $$;
