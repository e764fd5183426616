-- xml_whole puts the pieces of xml_pieces together, an element without content as one tag.
CREATE OR REPLACE FUNCTION crosswalk.xml_whole(pieces text[]) RETURNS xml AS $$
DECLARE
  made text[] := '{}';
  n integer := 0;
  opened boolean := false;
  piece text;
BEGIN
  FOREACH piece IN ARRAY pieces LOOP
    CONTINUE WHEN piece = '';
    IF piece LIKE '</%' AND opened AND n > 1 THEN
      made[n] := left(made[n], -1) || '/>' || substr(piece, strpos(piece, '>') + 1);
      opened := false;
    ELSE
      n := n + 1;
      made[n] := piece;
      opened := piece ~ '^<[^/!?]' AND piece ~ '[^/]>$' AND piece !~ '</[^<>]*>$';
    END IF;
  END LOOP;
  made[1] := regexp_replace(made[1], '^<_>', '');
  made[n] := regexp_replace(made[n], '</_>$', '');
  RETURN array_to_string(made, '')::xml;
END;
$$ LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE;
