-- xml_change makes the change of xml_modify at the piece b, with e the piece that ends its element.
CREATE OR REPLACE FUNCTION crosswalk.xml_change(pieces text[], change text, content text, attribute text, b integer, e integer) RETURNS text[] AS $$
BEGIN
  IF attribute IS NOT NULL THEN
    IF change NOT IN ('delete', 'replace', 'from') THEN
      RAISE EXCEPTION 'The path of modify() finds an attribute.' USING ERRCODE = '22000';
    END IF;
    pieces[b] := crosswalk.xml_tag(pieces[b], attribute, CASE WHEN change <> 'delete' THEN crosswalk.xml_attribute(content) END);
    RETURN pieces;
  END IF;
  CASE change
    WHEN 'delete' THEN
      FOR i IN b .. e LOOP
        pieces[i] := '';
      END LOOP;
    WHEN 'replace', 'from' THEN
      IF b = e THEN
        pieces[b] := crosswalk.xml_text(content);
      ELSE
        FOR i IN b + 1 .. e - 1 LOOP
          pieces[i] := '';
        END LOOP;
        pieces[e] := crosswalk.xml_text(content) || pieces[e];
      END IF;
    WHEN 'before' THEN
      pieces[b] := content || pieces[b];
    WHEN 'after' THEN
      pieces[e] := pieces[e] || content;
    WHEN 'first' THEN
      pieces[b + 1] := content || pieces[b + 1];
    WHEN 'last' THEN
      pieces[e] := content || pieces[e];
    ELSE
      IF crosswalk.xml_tag(pieces[b], substr(change, 2), NULL) <> crosswalk.xml_tag(pieces[b], '', NULL) THEN
        RAISE EXCEPTION 'The attribute % is there already.', substr(change, 2) USING ERRCODE = '22000';
      END IF;
      pieces[b] := crosswalk.xml_tag(pieces[b], substr(change, 2), crosswalk.xml_attribute(content));
  END CASE;
  RETURN pieces;
END;
$$ LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE;
