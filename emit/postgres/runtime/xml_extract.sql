-- EXTRACT(document, path): all nodes that the path finds, one behind the other.
CREATE OR REPLACE FUNCTION crosswalk.xml_extract(doc xml, path text, namespaces text[] DEFAULT '{}') RETURNS xml
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT xmlagg(x ORDER BY i) FROM unnest(xpath(path, doc, namespaces)) WITH ORDINALITY AS t (x, i) $$;
