-- json_text is a document as Oracle writes it: without white space between its parts.
CREATE OR REPLACE FUNCTION crosswalk.json_text(doc text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT regexp_replace(doc, '("(?:[^"\\]|\\.)*")|\s+', '\1', 'g') $$;
