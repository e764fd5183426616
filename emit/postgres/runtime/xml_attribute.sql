-- xml_attribute writes a text as the value of an attribute, between double quotes.
CREATE OR REPLACE FUNCTION crosswalk.xml_attribute(s text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT replace(replace(replace(replace(replace(replace(replace(s, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), chr(9), '&#x09;'), chr(10), '&#x0A;'), chr(13), '&#x0D;') $$;
