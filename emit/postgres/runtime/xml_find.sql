-- xml_find gives the nodes that a path finds, each by its number in document order (the document itself is 0), an attribute by its name and the
-- number of its element.
CREATE OR REPLACE FUNCTION crosswalk.xml_find(doc xml, path text, names text[]) RETURNS TABLE (node integer, attribute text) AS $$
DECLARE
  spaces text := (SELECT 'XMLNAMESPACES(' || string_agg(format('%L AS %I', names[i][2], names[i][1]), ', ') || '), ' FROM generate_subscripts(names, 1) AS i);
BEGIN
  RETURN QUERY EXECUTE 'SELECT CASE WHEN a = '''' THEN n ELSE p END, nullif(a, '''') FROM xmltable(' || coalesce(spaces, '') || '$1 PASSING $2 COLUMNS
    n integer PATH ''count(ancestor::node() | preceding::node())'', p integer PATH ''count(../ancestor::node() | ../preceding::node())'',
    a text PATH ''concat(name(self::node()[count(. | ../@*) = count(../@*)]), "")'') AS t' USING path, doc;
END;
$$ LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE;
