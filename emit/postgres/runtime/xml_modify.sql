-- xml_modify is modify() of SQL Server's xml ("XML Data Modification Language"): it deletes the nodes that the path finds, gives the one node
-- another value (replace; from: the value that a path finds), puts nodes in front of it, behind it or into it (before, after, first, last), or
-- gives it an attribute (@name). Paths begin at the element that xml_pieces puts around the document.
CREATE OR REPLACE FUNCTION crosswalk.xml_modify(doc xml, change text, path text, content text DEFAULT '', names text[] DEFAULT '{}', spaces text[] DEFAULT '{}') RETURNS xml AS $$
DECLARE
  pieces text[] := crosswalk.xml_pieces(doc);
  whole xml := array_to_string(pieces, '')::xml;
  begins integer[] := '{}';
  ends integer[] := '{}';
  n integer := 0;
  i integer := 0;
  open integer[] := '{}';
  depth integer := 0;
  piece text;
  hit record;
  again boolean := false;
BEGIN
  IF doc IS NULL THEN
    RAISE EXCEPTION 'Mutator ''modify()'' cannot be called on a null value.' USING ERRCODE = '22M02';
  END IF;
  FOREACH piece IN ARRAY pieces LOOP
    i := i + 1;
    IF piece LIKE '</%' THEN
      ends[open[depth]] := i;
      depth := depth - 1;
    ELSE
      n := n + 1;
      begins[n] := i;
      ends[n] := i;
      IF piece LIKE '<%' AND piece NOT LIKE '<!%' AND piece NOT LIKE '<?%' THEN
        depth := depth + 1;
        open[depth] := n;
      END IF;
    END IF;
  END LOOP;
  IF change = 'from' THEN
    content := crosswalk.xml_value(content, whole, names);
  END IF;
  content := coalesce(content, '');
  FOR hit IN SELECT f.attribute, begins[f.node] AS b, ends[f.node] AS e FROM crosswalk.xml_find(whole, path, names) AS f LOOP
    IF again AND change <> 'delete' THEN
      RAISE EXCEPTION 'The path of modify() finds several nodes.' USING ERRCODE = '22000';
    END IF;
    again := true;
    IF spaces <> '{}' AND content <> '' THEN
      content := crosswalk.xml_within(content, whole, path || CASE WHEN change IN ('before', 'after') THEN '/..' ELSE '' END, names, spaces);
    END IF;
    pieces := crosswalk.xml_change(pieces, change, content, hit.attribute, hit.b, hit.e);
  END LOOP;
  RETURN crosswalk.xml_whole(pieces);
END;
$$ LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE;
