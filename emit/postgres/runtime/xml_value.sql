-- xml_value gives what value() of xml gives before it is converted: the text of the first node that the path finds, which for an element is all text
-- inside it, or NULL where it finds none ("value() Method (xml Data Type)").
CREATE OR REPLACE FUNCTION crosswalk.xml_value(path text, doc xml, names text[] DEFAULT '{}') RETURNS text AS $$
DECLARE
  v text := (xpath(path, doc, names))[1]::text;
BEGIN
  IF v LIKE '<%' AND v NOT LIKE '<![CDATA[%' THEN
    v := (xpath('string((' || path || ')[1])', doc, names))[1]::text;
  ELSIF v LIKE '<![CDATA[%' THEN
    RETURN substr(v, 10, length(v) - 12);
  END IF;
  IF v LIKE '%&%' THEN
    v := replace(replace(replace(replace(replace(replace(replace(v, '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&apos;', ''''), '&#13;', chr(13)), '&#x0d;', chr(13)), '&amp;', '&');
  END IF;
  RETURN v;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE;
