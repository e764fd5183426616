-- xml_text writes a text as FOR XML does inside an element: the characters that XML reserves there, and the carriage return, as entities.
CREATE OR REPLACE FUNCTION crosswalk.xml_text(s text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT replace(replace(replace(replace(s, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), chr(13), '&#x0D;') $$;
