-- The columns of a parsed query as a table that may have gaps.
CREATE OR REPLACE FUNCTION crosswalk.sql_describe_json(c numeric) RETURNS jsonb
LANGUAGE plpgsql
AS $$
DECLARE
  columns crosswalk.desc_rec[] := crosswalk.sql_describe(c);
  result jsonb := '{}';
BEGIN
  FOR i IN 1..cardinality(columns) LOOP
    result := result || jsonb_build_object(i::text, columns[i]);
  END LOOP;
  RETURN result;
END
$$;
