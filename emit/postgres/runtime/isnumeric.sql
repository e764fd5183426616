-- isnumeric is SQL Server's ISNUMERIC: 1 for a text that is a number, money with its sign and commas included.
CREATE OR REPLACE FUNCTION crosswalk.isnumeric(s text) RETURNS integer AS $$
  SELECT CASE WHEN btrim(s) ~* '^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([ed][-+]?[0-9]+)?$' OR btrim(s) IN ('-', '+', '.', '$', ',')
    OR btrim(s) ~ '^([-+]? *[$€£¥]?|[$€£¥] *[-+]) *([0-9][0-9,]*[.]?[0-9]*|[.][0-9]+)$' THEN 1 ELSE 0 END
  FROM (SELECT coalesce(s, 'x') AS s) AS x
$$ LANGUAGE sql IMMUTABLE;
