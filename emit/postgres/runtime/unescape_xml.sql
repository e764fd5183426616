-- DBMS_XMLGEN.CONVERT(…, ENTITY_DECODE): entities back to characters.
CREATE OR REPLACE FUNCTION crosswalk.unescape_xml(s text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT replace(replace(replace(replace(replace(s, '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&apos;', ''''), '&amp;', '&') $$;
