-- CURSOR(query): a cursor that is open for the query.
CREATE OR REPLACE FUNCTION crosswalk.cursor_of(query text) RETURNS refcursor
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  c refcursor;
BEGIN
  OPEN c FOR EXECUTE query;
  RETURN c;
END
$$;
