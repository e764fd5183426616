-- xml_pieces cuts a document into tags, texts, comments and processing instructions, in the form in which SQL Server keeps it: without the white
-- space between tags, unless xml:space wants it, with CDATA sections as texts, and an empty element as two tags ("Create Instances of XML
-- Data"). An element of its own stands around all of it, for a value of the type may have several roots, or none.
CREATE OR REPLACE FUNCTION crosswalk.xml_pieces(doc xml) RETURNS text[] AS $$
DECLARE
  form CONSTANT text := '<!--(?:[^-]|-[^-])*-->|<\?(?:[^?]|\?+[^?>])*\?+>|<!\[CDATA\[(?:[^\]]|\][^\]]|\]\]+[^\]>])*\]\]+>'
    || '|</?[^\s/<>!?](?:[^<>"'']|"[^"]*"|''[^'']*'')*>|[^<]+';
  pieces text[] := '{<_>}';
  keeps boolean[] := '{f}';
  run text := '';
  piece text;
BEGIN
  FOR piece IN SELECT m[1] FROM regexp_matches(doc::text || '</_>', form, 'g') WITH ORDINALITY AS t (m, i) ORDER BY i LOOP
    IF piece LIKE '<![CDATA[%' THEN
      run := run || crosswalk.xml_text(substr(piece, 10, length(piece) - 12));
      CONTINUE;
    ELSIF piece NOT LIKE '<%' THEN
      run := run || piece;
      CONTINUE;
    ELSIF piece ~ '^<\?xml\s' THEN
      CONTINUE;
    END IF;
    IF run ~ '[^ \t\r\n]' OR run <> '' AND keeps[cardinality(keeps)] THEN
      pieces := pieces || run;
    END IF;
    run := '';
    IF piece LIKE '</%' THEN
      keeps := keeps[:cardinality(keeps) - 1];
    ELSIF piece LIKE '%/>' AND piece NOT LIKE '<!%' AND piece NOT LIKE '<?%' THEN
      pieces := pieces || (rtrim(left(piece, -2)) || '>');
      piece := '</' || substring(piece from '[^\s/<>]+') || '>';
    ELSIF piece NOT LIKE '<!%' AND piece NOT LIKE '<?%' THEN
      keeps := keeps || coalesce(substring(piece from '\sxml:space\s*=\s*["''](\w+)') = 'preserve', keeps[cardinality(keeps)]);
    END IF;
    pieces := pieces || piece;
  END LOOP;
  RETURN pieces;
END;
$$ LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE;
