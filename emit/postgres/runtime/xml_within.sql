-- xml_within declares, on the outer elements of nodes that go into a document, the namespaces that they are in and that are others there. spaces
-- has prefixes and names; those of an element in no namespace are both empty.
CREATE OR REPLACE FUNCTION crosswalk.xml_within(content text, doc xml, path text, names text[], spaces text[]) RETURNS text AS $$
DECLARE
  piece text;
  made text[] := '{}';
  depth integer := 0;
  lacks text[] := '{}';
  s text[];
BEGIN
  FOREACH s SLICE 1 IN ARRAY spaces LOOP
    IF crosswalk.xml_value(format('string((%s)/namespace::*[local-name() = "%s"])', path, s[1]), doc, names) <> s[2] THEN
      lacks := lacks || ARRAY[[CASE WHEN s[1] = '' THEN 'xmlns' ELSE 'xmlns:' || s[1] END, s[2]]];
    END IF;
  END LOOP;
  IF lacks = '{}' THEN
    RETURN content;
  END IF;
  FOREACH piece IN ARRAY crosswalk.xml_pieces(content::xml) LOOP
    IF piece LIKE '</%' THEN
      depth := depth - 1;
    ELSIF piece LIKE '<%' AND piece NOT LIKE '<!%' AND piece NOT LIKE '<?%' THEN
      depth := depth + 1;
      IF depth = 2 THEN -- 1 is what xml_pieces puts around all
        FOREACH s SLICE 1 IN ARRAY lacks LOOP
          IF strpos(piece, ' ' || s[1] || '=') = 0 THEN
            piece := crosswalk.xml_tag(piece, s[1], crosswalk.xml_attribute(s[2]));
          END IF;
        END LOOP;
      END IF;
    END IF;
    made := made || piece;
  END LOOP;
  RETURN crosswalk.xml_whole(made)::text;
END;
$$ LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE;
